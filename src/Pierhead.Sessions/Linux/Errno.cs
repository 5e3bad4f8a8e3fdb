using System.Runtime.InteropServices;

namespace Pierhead.Sessions.Linux;

/// <summary>Error numbers that are told apart; every other one is shown by the C library's text.</summary>
internal static class Errno
{
    internal const int Interrupted = 4;
    internal const int Again = 11;
    internal const int NoMemory = 12;
    internal const int PermissionDenied = 13;
    internal const int InvalidArgument = 22;
    internal const int TooManyFiles = 24;
    internal const int FileTableFull = 23;
    internal const int OperationNotPermitted = 1;
    internal const int AddressInUse = 98;
    internal const int AddressNotAvailable = 99;
    internal const int NoEntry = 2;

    internal static int Last => Marshal.GetLastPInvokeError();

    /// <summary>The C library's words for an error, in lower case as they stand within a sentence.</summary>
    internal static string Text(int error)
    {
        var text = Marshal.GetPInvokeErrorMessage(error);
        return text.Length > 1 && char.IsUpper(text[0]) && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
    }

    internal static IOException Exception(string call) => new($"{call} failed: {Text(Last)}");
}
