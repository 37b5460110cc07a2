using Scanner.Core.Rbac.Facts;
using Scanner.Rights;
using Scanner.Simulator.Storage;

namespace Scanner.SimulatedTime.Clusters;

/// <summary>The fence of both accounts, as the program prints it for each.</summary>
/// <param name="isThere">This cluster has one, and the workers require it.</param>
internal sealed class FenceRule(ClusterStore store, bool isThere)
{
    private const string Group = "admissionregistration.k8s.io";
    private const string Name = "ephemeral-scanner-fence";

    private static readonly string[] s_users = ["one", "two"];

    public bool IsThere => isThere;

    public bool IsDown { get; private set; } = true;

    public void Raise()
    {
        foreach (var user in s_users)
            store.ApplyYaml(FenceManifest.For(Subject.User(user)).Replace(Name, $"{Name}-{user}", StringComparison.Ordinal));
        IsDown = false;
    }

    public void TakeDown()
    {
        foreach (var user in s_users)
        {
            store.Delete(Group, "validatingadmissionpolicybindings", null, $"{Name}-{user}");
            store.Delete(Group, "validatingadmissionpolicies", null, $"{Name}-{user}");
        }

        IsDown = true;
    }
}
