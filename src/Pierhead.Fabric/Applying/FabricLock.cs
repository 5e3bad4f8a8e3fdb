using System.Globalization;

namespace Pierhead.Fabric.Applying;

/// <summary>Held by whoever applies: of two operators one waits, or is refused. The kernel lets go of it when the process ends, however it ends.</summary>
public sealed class FabricLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly FileStream _file;

    private FabricLock(FileStream file) => _file = file;

    /// <param name="folder">Where what was applied is kept.</param>
    /// <param name="patience">How long to wait for another.</param>
    /// <exception cref="StepFailedException">Another holds it, or it cannot be made.</exception>
    public static FabricLock Take(string folder, TimeSpan patience, TimeProvider time)
    {
        var path = Path.Combine(folder, "lock");
        var started = time.GetTimestamp();
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StepFailedException($"{folder} cannot be made: {exception.Message}", exception);
        }

        while (true)
        {
            try
            {
                var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                file.SetLength(0);
                file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
                file.Flush();
                return new FabricLock(file);
            }
            catch (UnauthorizedAccessException exception)
            {
                throw new StepFailedException($"{path} cannot be written: {exception.Message}", exception);
            }
            catch (IOException) when (time.GetElapsedTime(started) < patience)
            {
                Thread.Sleep(Pause);
            }
            catch (IOException exception)
            {
                throw new StepFailedException(
                    $"another `pierhead fabric` applies on this machine now and holds {path}; nothing was touched. Wait for it, or ask for more patience with --wait",
                    exception);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
