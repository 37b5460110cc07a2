using System.Text.Json;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.Requests;

public sealed class PodRequestsTests
{
    private const string Pod = """{"metadata":{"name":"web","namespace":"shop"},"spec":{"containers":[{"name":"app"},{"name":"side"}],"ephemeralContainers":[{"name":"old"}]}}""";

    [Theory]
    [InlineData(RequestChannel.Regular, "CREATE pods//web: containers dbg side, ephemeral old", false)]
    [InlineData(RequestChannel.Ephemeral, "UPDATE pods/ephemeralcontainers/web: containers app side, ephemeral old dbg", true)]
    [InlineData(RequestChannel.EphemeralAsCreate, "CREATE pods//web: containers app side, ephemeral old dbg", false)]
    public void Channels(RequestChannel channel, string expected, bool hasOld)
    {
        using var pod = JsonDocument.Parse(Pod);
        using var container = JsonDocument.Parse("""{"name":"dbg"}""");
        var request = PodRequests.Make(pod.RootElement, container.RootElement, channel, new Dictionary<string, string>(), new RequestUser("eve", []));
        var spec = request.Object!.Value.GetProperty("spec");
        Assert.Equal(
            expected,
            $"{request.Operation} {request.Resource.Resource}/{request.SubResource}/{request.Name}: containers {Names(spec, "containers")}, ephemeral {Names(spec, "ephemeralContainers")}");
        Assert.Equal(hasOld ? Pod : null, request.OldObject?.GetRawText());
    }

    private static string Names(JsonElement spec, string list) => string.Join(' ', spec.GetProperty(list).EnumerateArray().Select(c => c.GetProperty("name").GetString()));
}
