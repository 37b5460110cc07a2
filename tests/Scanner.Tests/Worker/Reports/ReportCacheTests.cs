using Scanner.ApiServer.Reflectors;
using Scanner.Core.Admission.Verdicts;
using Scanner.Reports;
using Scanner.Worker.Loops;
using Scanner.Worker.Reports;

namespace Scanner.Tests.Worker.Reports;

public sealed class ReportCacheTests
{
    private readonly ReportCache _cache = new(new Signal());

    /// <summary>Once a term, and only what this process did not write: it knows better of its own.</summary>
    [Fact]
    public void TakeNews_OtherReplicaWroteBetweenTwoTerms_IsWhatThatOneFound()
    {
        _cache.BeginTerm();
        Assert.Null(_cache.TakeNews());
        List(Report("a", 1, Verdict.Protected), Report("b", 1, Verdict.Unprotected));
        Assert.Equal(["a Protected", "b Unprotected"], News());
        Assert.Null(_cache.TakeNews());
        _cache.Wrote("b", Report("b", 2, Verdict.Protected));
        _cache.BeginTerm();
        List(Report("a", 3, Verdict.Unprotected), Report("b", 2, Verdict.Protected), Report("c", 1, Verdict.Blocked), Report("d", 1, null));
        Assert.Equal(["a Unprotected", "c Blocked"], News());
    }

    [Fact]
    public void TakeTouched_WhatOthersDid_Once()
    {
        _cache.BeginTerm();
        List(Report("a", 1, null), Report("b", 1, null));
        Assert.True(_cache.TakeTouched().All);
        _cache.Wrote("a", Report("a", 2, null));
        // The watch tells of what was just written: that is no news.
        _cache.Set(new ObjectKey("a", "ephemeral-scanner"), Report("a", 2, null));
        Assert.False(_cache.TakeTouched().Has("a"));
        _cache.Set(new ObjectKey("a", "ephemeral-scanner"), Report("a", 3, null));
        _cache.Remove(new ObjectKey("b", "ephemeral-scanner"));
        var touched = _cache.TakeTouched();
        Assert.Equal((true, true, false), (touched.Has("a"), touched.Has("b"), touched.Has("c")));
        Assert.False(_cache.TakeTouched().Has("a"));
    }

    /// <summary>Somebody changed or deleted it right after it was written, and the watch was faster than the answer.</summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Wrote_TheWatchWasFaster_WhatOthersDidStays(bool isThere, bool isDeleted)
    {
        _cache.BeginTerm();
        List(isThere ? [Report("a", 1, null)] : []);
        _cache.TakeTouched();
        _cache.BeginWrite("a");
        _cache.Set(new ObjectKey("a", "ephemeral-scanner"), Report("a", 2, null));
        if (isDeleted)
            _cache.Remove(new ObjectKey("a", "ephemeral-scanner"));
        else
            _cache.Set(new ObjectKey("a", "ephemeral-scanner"), Report("a", 3, null));
        _cache.Wrote("a", Report("a", 2, null));
        Assert.Equal((isDeleted ? null : 3ul, true), (_cache.Find("a")?.Content, _cache.TakeTouched().Has("a")));
    }

    [Fact]
    public void Reports_OfAnotherName_AreNone()
    {
        List(Report("a", 1, Verdict.Protected) with { Name = "copy" });
        _cache.Set(new ObjectKey("b", "copy"), Report("b", 1, null) with { Name = "copy" });
        _cache.Remove(new ObjectKey("b", "copy"));
        Assert.Empty(_cache.All());
    }

    private IEnumerable<string> News() => _cache.TakeNews()!.Select(n => $"{n.Key} {n.Value}").Order(StringComparer.Ordinal);

    private void List(params IEnumerable<StoredReport> reports) => _cache.Replace(reports.ToDictionary(_cache.KeyOf));

    private static StoredReport Report(string ns, ulong content, Verdict? compared) => new(ns, "ephemeral-scanner", content, "a.b", compared, []);
}
