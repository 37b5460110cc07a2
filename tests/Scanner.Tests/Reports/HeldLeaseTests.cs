using Scanner.ApiServer.Wire;
using Scanner.Fixtures;
using Scanner.Reports;

namespace Scanner.Tests.Reports;

public sealed class HeldLeaseTests
{
    private static readonly DateTimeOffset s_renewed = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("a", 0, true)]
    [InlineData("a", 74, true)]
    [InlineData("a", 76, false)]
    [InlineData("", 0, false)]
    public void IsHeld_ByItsTimes(string holder, int seconds, bool held)
    {
        var lease = Read($$$"""{"metadata":{"name":"n","namespace":"ns"},"spec":{"holderIdentity":"{{{holder}}}","leaseDurationSeconds":15,"renewTime":"2026-11-22T09:00:00.000000Z"}}""");
        Assert.Equal(("ns", "n", held), (lease.Namespace, lease.Name, lease.IsHeld(s_renewed.AddSeconds(seconds))));
    }

    [Theory]
    [InlineData("""{"metadata":{},"spec":{"holderIdentity":"a"}}""")]
    [InlineData("""{"spec":{"holderIdentity":"a","leaseDurationSeconds":9223372036854775807,"renewTime":"1970-01-01T00:00:00Z"}}""")]
    [InlineData("{}")]
    public void IsHeld_NoTimesOrStrangeOnes_IsNot(string json) => Assert.False(Read(json).IsHeld(s_renewed));

    [Fact]
    public void Read_Recorded_IsIt()
    {
        var recording = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Fixture.PathOf("recordings", "kubernetes-1.36", "lease", "create.json")))!;
        Assert.Equal("a", Read(recording["response"]!["body"]!.ToJsonString()).Holder);
    }

    private static HeldLease Read(string json)
    {
        var reader = new JsonWireReader(System.Text.Encoding.UTF8.GetBytes(json));
        return new HeldLeaseReader().Read(ref reader);
    }
}
