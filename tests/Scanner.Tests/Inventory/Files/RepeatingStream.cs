namespace Scanner.Tests.Inventory.Files;

/// <summary>A beginning, then the same bytes many times; never as a whole in memory.</summary>
internal sealed class RepeatingStream(byte[] beginning, byte[] part, int times) : MemoryStream(beginning)
{
    private readonly MemoryStream _part = new(part);
    private int _left = times;

    public override int Read(Span<byte> buffer)
    {
        if (base.Read(buffer) is > 0 and var first)
            return first;
        if (_part.Read(buffer) is > 0 and var read)
            return read;
        if (_left-- == 0)
            return 0;
        _part.Position = 0;
        return _part.Read(buffer);
    }
}
