using Scanner.Publishing.Formats;

namespace Scanner.Cli.Outputs;

/// <summary>A file that is opened at once, but loses its old contents only when the first byte is written.
/// One that was not there and got none is removed again.</summary>
internal sealed class LateTruncatingFile(string path) : WriteOnlyStream
{
    private readonly bool _existed = File.Exists(path);
    private readonly FileStream _file = new(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
    private bool _truncated;

    public override void Flush() => _file.Flush();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!_truncated && !buffer.IsEmpty)
        {
            // A device such as /dev/null has no length to cut.
            if (_file.CanSeek && _file.Length > 0)
                _file.SetLength(0);
            _truncated = true;
        }

        _file.Write(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
            // No result came: where there was no file, leave none.
            if (!_truncated && !_existed)
                File.Delete(path);
        }

        base.Dispose(disposing);
    }
}
