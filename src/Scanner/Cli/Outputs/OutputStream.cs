using Scanner.Core;
using Scanner.Publishing.Formats;

namespace Scanner.Cli.Outputs;

/// <summary>Gives a name to what is written to, so that a full disk or a closed pipe becomes one line instead of a stack trace.</summary>
/// <param name="inner">Owned from now on.</param>
/// <param name="name">As the message calls it.</param>
internal sealed class OutputStream(Stream inner, string name) : WriteOnlyStream
{
    public override void Flush() => Try(inner.Flush);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw Failure(e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Try(inner.Dispose);
        base.Dispose(disposing);
    }

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw Failure(e);
        }
    }

    private OutputException Failure(Exception e) => new($"cannot write {name}: {PlainText.OneLine(e.Message)}", e);

    // The last two: a descriptor that was open for reading only, or was closed under way.
    private static bool IsFailure(Exception e) => e is IOException or UnauthorizedAccessException or NotSupportedException or ObjectDisposedException;
}
