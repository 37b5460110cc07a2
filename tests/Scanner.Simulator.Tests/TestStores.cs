using Scanner.Simulator.Catalog;
using Scanner.Simulator.Storage;

namespace Scanner.Simulator.Tests;

/// <summary>Stores without a server around them.</summary>
internal static class TestStores
{
    public static ClusterStore Empty(SimulatorOptions? options = null)
    {
        options ??= new SimulatorOptions();
        return new ClusterStore(new ResourceCatalog(BuiltInResources.Read(options.Version, options.BetaAdmissionPolicies)), options);
    }
}
