using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Scanner.Cli.Outputs;

/// <summary>Standard output and standard error, so opened that a reader who has gone is noticed.</summary>
internal static class StandardStreams
{
    private const int BufferSize = 16 * 1024;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Standard output. Whoever writes to it flushes it; what cannot be written is an <see cref="OutputException"/>.</summary>
    public static TextWriter OpenOutput() => new StreamWriter(new OutputStream(Open(), "to standard output"), s_utf8, BufferSize);

    /// <summary>Standard error, or nothing where it is closed: there is nobody left to tell.</summary>
    public static TextWriter OpenError()
    {
        try
        {
            return new StreamWriter(new ForgivingStream(Console.OpenStandardError()), s_utf8) { AutoFlush = true };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return TextWriter.Null;
        }
    }

    // The console's own stream passes over a closed pipe in silence. A file stream does not, but it writes to files at places of its own,
    // which would overwrite what others write to the same file.
    private static Stream Open()
    {
        try
        {
            if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
                return Console.OpenStandardOutput();
            var file = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            return file.CanSeek ? Console.OpenStandardOutput() : file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new ClosedStream(e);
        }
    }
}
