namespace Scanner.Publishing.Web;

/// <summary>One snapshot as JSON, packed. The packed form alone is kept, because the text of a large cluster is many times as long.</summary>
/// <param name="Number">Of the snapshot.</param>
/// <param name="ComposedAt">When it was composed.</param>
/// <param name="Digest">Of the text, as hexadecimal digits: equal for equal texts.</param>
/// <param name="Length">Bytes of the text.</param>
/// <param name="Packed">The text by gzip (RFC 1952).</param>
internal sealed record RenderedPosture(long Number, DateTimeOffset ComposedAt, string Digest, long Length, byte[] Packed);
