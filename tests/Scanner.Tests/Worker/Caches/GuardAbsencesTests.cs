using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Scanner.ApiServer.Reflectors;
using Scanner.ApiServer.Transport;
using Scanner.Worker.Caches;

namespace Scanner.Tests.Worker.Caches;

/// <summary>When a resource is followed no more: two looks that are apart, or its own answer.</summary>
public sealed class GuardAbsencesTests
{
    private static readonly WatchTarget s_kyverno = new(new ResourcePath("kyverno.io", "v1", "clusterpolicies"));
    private static readonly WatchTarget s_webhooks = new(new ResourcePath(AdmissionTargets.BuiltIn, "v1", "validatingwebhookconfigurations"));
    private static readonly GuardLook s_nothing = new(ImmutableSortedDictionary<string, WatchTarget>.Empty, [], null);
    private static readonly GuardLook s_all = s_nothing with
    {
        Served = ImmutableSortedDictionary<string, WatchTarget>.Empty.Add(s_kyverno.Name, s_kyverno).Add(s_webhooks.Name, s_webhooks),
    };

    private readonly FakeTimeProvider _time = new();
    private readonly GuardAbsences _absences;

    public GuardAbsencesTests() => _absences = new GuardAbsences(_time);

    [Fact]
    public void Drop_MissingInTwoLooksApart_IsDropped()
    {
        Assert.Null(Why(s_kyverno, s_nothing));
        Assert.True(_absences.IsAny);
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Null(Why(s_kyverno, s_nothing));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(Why(s_kyverno, s_nothing));
        Assert.False(_absences.IsAny);
    }

    [Fact]
    public void Drop_ThereInBetween_CountsAnew()
    {
        Why(s_kyverno, s_nothing);
        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.Null(Why(s_kyverno, s_all));
        Assert.False(_absences.IsAny);
        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.Null(Why(s_kyverno, s_nothing));
    }

    [Fact]
    public void Drop_TheServerSaysSoItself_NeedsOneLook()
    {
        Assert.NotNull(Why(s_kyverno, s_nothing, WatchPhase.NotServed));
        Assert.Null(Why(s_kyverno, s_all, WatchPhase.NotServed));
    }

    [Theory]
    [InlineData(WatchPhase.NotServed)]
    [InlineData(WatchPhase.Lost)]
    public void Drop_WhatEveryServerHas_Never(WatchPhase phase)
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.Null(Why(s_webhooks, s_nothing, phase));
            _time.Advance(TimeSpan.FromHours(1));
        }
    }

    /// <summary>A look that saw nothing shows nothing.</summary>
    [Fact]
    public void Drop_TheServerDidNotSay_Never()
    {
        var failed = s_nothing with { Problem = "HTTP 403" };
        var unread = failed with { Unread = ["kyverno.io"] };
        for (var i = 0; i < 10; i++)
        {
            Assert.Null(Why(s_kyverno, failed));
            Assert.Null(Why(s_kyverno, unread));
            _time.Advance(TimeSpan.FromHours(1));
        }
    }

    /// <summary>Two looks agree when the server was there between them: each start of it names its groups one by one.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Drop_NoAnswerInBetween_CountsAnew(bool unread)
    {
        Assert.Null(Why(s_kyverno, s_nothing));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Null(Why(s_kyverno, s_nothing with { Problem = "connection refused", Unread = unread ? ["kyverno.io"] : [] }));
        Assert.False(_absences.IsAny);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Null(Why(s_kyverno, s_nothing));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.NotNull(Why(s_kyverno, s_nothing));
    }

    /// <summary>One group that cannot be read is no reason to keep another.</summary>
    [Fact]
    public void Drop_AnotherGroupCannotBeRead_IsDropped()
    {
        var unread = s_nothing with { Problem = "HTTP 503", Unread = ["mutations.gatekeeper.sh"] };
        Why(s_kyverno, unread);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.NotNull(Why(s_kyverno, unread));
    }

    private string? Why(WatchTarget target, GuardLook look, WatchPhase phase = WatchPhase.Synced) => _absences.WhyDrop(target, look, phase);
}
