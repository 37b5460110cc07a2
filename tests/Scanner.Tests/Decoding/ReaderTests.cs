using System.Text;
using Scanner.ApiServer.Wire;
using Scanner.Decoding;

namespace Scanner.Tests.Decoding;

public sealed class ReaderTests
{
    [Fact]
    public async Task Namespaces_ProtobufAndJsonOfOneCluster_GiveTheSame()
    {
        using var protobuf = RecordedServer.Serving("namespaces.pb");
        using var json = RecordedServer.Serving("namespaces.json");
        var fromProtobuf = await ListedItems<WatchedNamespace>.ReadAsync(protobuf, new WatchedNamespaceReader());
        Assert.Equal(await ListedItems<WatchedNamespace>.ReadAsync(json, new WatchedNamespaceReader()), fromProtobuf);
        Assert.Contains(fromProtobuf, n => n.Facts.Name == "debugged");
        Assert.Equal(fromProtobuf.Count, fromProtobuf.Select(n => n.Uid).Distinct().Count());
    }

    [Theory]
    [InlineData("validatingwebhookconfigurations", "hook-blind")]
    [InlineData("mutatingwebhookconfigurations", "hook-strip")]
    [InlineData("validatingadmissionpolicies", "broken")]
    [InlineData("validatingadmissionpolicybindings", "broken")]
    public async Task Guards_ProtobufAndJsonOfOneCluster_GiveTheSame(string file, string name)
    {
        using var protobuf = RecordedServer.Serving(file + ".pb");
        using var json = RecordedServer.Serving(file + ".json");
        var fromProtobuf = await ListedItems<GuardFacts>.ReadAsync(protobuf, new GuardReader());
        Assert.Equal(await ListedItems<GuardFacts>.ReadAsync(json, new GuardReader()), fromProtobuf);
        Assert.Contains(fromProtobuf, g => g is { Namespace: null } && g.Name == name);
        Assert.Equal(fromProtobuf.Count, fromProtobuf.Select(g => g.Content).Distinct().Count());
    }

    public static TheoryData<string, string, bool> Changes => new()
    {
        // uid u, version 1, generation 1, label a=1, annotation b=2 before; what follows is after; whether it is a change
        { "version and status", """{"uid":"u","resourceVersion":"2","generation":1,"labels":{"a":"1"},"annotations":{"b":"2"}}""", false },
        { "order of the fields", """{"annotations":{"b":"2"},"labels":{"a":"1"},"generation":1,"resourceVersion":"1","uid":"u"}""", false },
        { "generation", """{"uid":"u","resourceVersion":"1","generation":2,"labels":{"a":"1"},"annotations":{"b":"2"}}""", true },
        { "label", """{"uid":"u","resourceVersion":"1","generation":1,"labels":{"a":"3"},"annotations":{"b":"2"}}""", true },
        { "annotation", """{"uid":"u","resourceVersion":"1","generation":1,"labels":{"a":"1"},"annotations":{"b":"3"}}""", true },
        { "values swapped", """{"uid":"u","resourceVersion":"1","generation":1,"labels":{"a":"2"},"annotations":{"b":"1"}}""", true },
        { "made anew", """{"uid":"v","resourceVersion":"1","generation":1,"labels":{"a":"1"},"annotations":{"b":"2"}}""", true },
        { "no generation", """{"uid":"u","resourceVersion":"1","labels":{"a":"1"},"annotations":{"b":"2"}}""", true },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Guard_OneThingDiffers_IsAChangeWhenAdmissionMayDependOnIt(string what, string after, bool changed)
    {
        var before = Read("""{"uid":"u","resourceVersion":"1","generation":1,"labels":{"a":"1"},"annotations":{"b":"2"}}""");
        Assert.True((before.Content != Read(after).Content) == changed, what);
    }

    /// <summary>Of a kind that counts no generations every version may be a change.</summary>
    [Fact]
    public void Guard_WithoutGenerations_ChangesWithTheVersion() =>
        Assert.NotEqual(Read("""{"uid":"u","resourceVersion":"1"}""").Content, Read("""{"uid":"u","resourceVersion":"2"}""").Content);

    [Fact]
    public void Fingerprint_Entries_DoNotDependOnOrderButOnWhoHasWhat()
    {
        var (ab, ba) = (Fingerprint.Of("a"u8, "1"u8) + Fingerprint.Of("b"u8, "2"u8), Fingerprint.Of("b"u8, "2"u8) + Fingerprint.Of("a"u8, "1"u8));
        Assert.Equal(ab, ba);
        Assert.NotEqual(ab, Fingerprint.Of("a"u8, "2"u8) + Fingerprint.Of("b"u8, "1"u8));
    }

    private static GuardFacts Read(string metadata)
    {
        var reader = new JsonWireReader(Encoding.UTF8.GetBytes($$"""{"metadata":{{metadata}}}"""));
        return new GuardReader().Read(ref reader);
    }
}
