using Pierhead.Fuzz;
using SharpFuzz;

// pierhead-fuzz --list | --seeds FOLDER | TARGET [FILE...]
// Without files it is what afl-fuzz drives, over instrumented libraries; with files, over plain ones, it runs each once, so that a
// find is seen again with its stack.
switch (args)
{
    case ["--list"]:
        foreach (var each in FuzzTargets.All)
        {
            Console.WriteLine(each.Name);
        }

        return 0;
    case ["--seeds", var folder]:
        Seeds.Write(folder);
        return 0;
    case [[not '-', ..] name]:
        // Instrumented code may run only inside: the target is made there.
        FuzzTarget? target = null;
        Fuzzer.Run(stream =>
        {
            target ??= FuzzTargets.Get(name);
            using var octets = new MemoryStream();
            stream.CopyTo(octets);
            target.Run(octets.ToArray());
        });
        return 0;
    case [[not '-', ..] name, .. var files]:
        var once = FuzzTargets.Get(name);
        foreach (var file in files)
        {
            once.Run(File.ReadAllBytes(file));
        }

        Console.WriteLine($"{once.Name}: {files.Length} inputs, no find");
        return 0;
    default:
        Console.Error.WriteLine("usage: pierhead-fuzz --list | --seeds FOLDER | TARGET [FILE...]");
        return 2;
}
