using Microsoft.Extensions.Time.Testing;
using Scanner.Simulator;
using Scanner.Simulator.Faults;

namespace Scanner.IntegrationTests.Worker;

/// <summary>Faults that last for a time of the test's clock.</summary>
internal static class FaultWindows
{
    public static Fault AddFor(
        this SimulatedApiServer server, FakeTimeProvider time, TimeSpan length, FaultKind kind, Func<ReceivedRequest, bool>? when = null, string message = "404 page not found")
    {
        var end = time.GetUtcNow() + length;
        return server.Faults.Add(new Fault
        {
            Kind = kind,
            Message = message,
            Times = int.MaxValue,
            When = r => time.GetUtcNow() < end && (when is null || when(r)),
        });
    }

    /// <summary>An API server that starts: for a second it knows no roles, for a little longer it names hardly any group.</summary>
    public static void AddStart(this SimulatedApiServer server, FakeTimeProvider time)
    {
        server.AddFor(time, TimeSpan.FromSeconds(1.5), FaultKind.NoRoles);
        server.AddFor(time, TimeSpan.FromSeconds(7), FaultKind.FewGroups, r => r.Path == "/apis");
    }
}
