using Pierhead.Benchmarks;
using Pierhead.Benchmarks.Feed;

if (args is ["feed", var words])
{
    await Feeder.RunAsync(words);
    return 0;
}

return await BenchCommands.Root().Parse(args).InvokeAsync();
