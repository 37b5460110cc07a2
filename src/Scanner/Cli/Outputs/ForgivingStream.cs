using Scanner.Publishing.Formats;

namespace Scanner.Cli.Outputs;

/// <summary>Passes on what can be written. Messages that nobody can read must not end the program that has a result to write.</summary>
internal sealed class ForgivingStream(Stream inner) : WriteOnlyStream
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // See the summary.
        }
    }
}
