using Scanner.Core.Rbac.Facts;
using Scanner.Rights;
using Scanner.Simulator;

namespace Scanner.IntegrationTests.Worker;

/// <summary>The fence on a simulated server, as the program prints it.</summary>
internal static class FenceRule
{
    public const string Policy = "ephemeral-scanner-fence";

    private const string Group = "admissionregistration.k8s.io";

    public static void Raise(SimulatedApiServer server, string user) => server.Store.ApplyYaml(FenceManifest.For(Subject.User(user)));

    public static void TakeDown(SimulatedApiServer server)
    {
        Assert.True(server.Store.Delete(Group, "validatingadmissionpolicybindings", null, Policy));
        Assert.True(server.Store.Delete(Group, "validatingadmissionpolicies", null, Policy));
    }
}
