using Scanner.Simulator.Admission;
using Scanner.Simulator.Api;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Storage;

namespace Scanner.Simulator;

/// <summary>How a simulated API server is set up. Immutable once it is started.</summary>
public sealed class SimulatorOptions
{
    /// <summary>The version it answers as. Default 1.36.</summary>
    public KubernetesVersion Version { get; init; } = KubernetesVersion.V1_36;

    /// <summary>Makes the admission chain over the store; null admits everything.</summary>
    public Func<ClusterStore, IAdmissionChain>? Admission { get; init; }

    /// <summary>Defaults and API validation by <c>group/resource</c>, such as <c>/pods</c>.</summary>
    public IReadOnlyDictionary<string, IResourceStrategy> Strategies { get; init; } = new Dictionary<string, IResourceStrategy>();

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Serves ValidatingAdmissionPolicy in v1beta1 (1.28 only, where the API is off by default).</summary>
    public bool BetaAdmissionPolicies { get; init; }

    /// <summary>How many changes of each resource a watch can resume over. Default 1,000.</summary>
    public int WatchHistorySize { get; init; } = 1000;

    /// <summary>Whether built-in types are answered as protobuf when asked for. Default true.</summary>
    public bool ServeProtobuf { get; init; } = true;

    /// <summary>How many requests are remembered; 0 for none, as benchmarks want it. Default 100,000.</summary>
    public int RememberedRequests { get; init; } = 100_000;

    /// <summary>Whether every namespace gets a service account <c>default</c>, as the controller manager does. Default true.</summary>
    public bool CreateDefaultServiceAccounts { get; init; } = true;

    /// <summary>Listens nowhere: requests come through <see cref="SimulatedApiServer.CreateHandler"/> only, and no socket and no timer of the machine is used.</summary>
    public bool InProcess { get; init; }

    /// <summary>Makes the <c>uid</c> of a new object. Default: a random one.</summary>
    public Func<Guid> NewUid { get; init; } = Guid.NewGuid;

    internal IResourceStrategy? StrategyFor(ResourceType type) => Strategies.GetValueOrDefault(type.Group + "/" + type.Resource);
}
