using System.IO.Compression;
using System.Text.Json;
using Scanner.Core.Posture;
using Scanner.Publishing.Board;
using Scanner.Publishing.Documents;

namespace Scanner.Publishing.Web;

/// <summary>
/// The present snapshot as JSON. It is rendered at the first request for it, once for all readers, and one at a time. Nothing here keeps a
/// snapshot that the board has let go of.
/// </summary>
internal sealed class PostureRenderings(PostureBoard board) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private volatile RenderedPosture? _last;
    private int _count;

    /// <summary>How many were rendered so far.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Null while there is no snapshot.</summary>
    public async Task<RenderedPosture?> CurrentAsync(CancellationToken cancellationToken)
    {
        if (Known(board.Current) is { } known)
            return known;
        await _one.WaitAsync(cancellationToken);
        try
        {
            // Another one may be there since: those who waited want the newest too.
            var snapshot = board.Current;
            if (snapshot is null)
                return _last = null;
            return Known(snapshot) ?? (_last = await Task.Run(() => Render(snapshot), CancellationToken.None));
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private RenderedPosture? Known(PostureSnapshot? snapshot) => snapshot is not null && _last is { } last && last.Number == snapshot.Number ? last : null;

    private RenderedPosture Render(PostureSnapshot snapshot)
    {
        Interlocked.Increment(ref _count);
        var packed = new MemoryStream();
        using var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true);
        using var text = new DigestStream(gzip);
        JsonSerializer.Serialize(text, ScanDocumentBuilder.Build(snapshot.Scan, WorkerRemedyText.Advise), ScanJson.Document);
        text.Write("\n"u8);
        gzip.Dispose();
        return new RenderedPosture(snapshot.Number, snapshot.ComposedAt, text.Digest(), text.Length, packed.ToArray());
    }
}
