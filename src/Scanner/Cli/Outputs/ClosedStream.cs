using Scanner.Publishing.Formats;

namespace Scanner.Cli.Outputs;

/// <summary>An output that could not even be opened, and fails with the first byte: a command that writes nothing needs none.</summary>
internal sealed class ClosedStream(Exception cause) : WriteOnlyStream
{
    public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("it is closed, or open for reading only", cause);
}
