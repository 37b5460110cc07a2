using Scanner.IntegrationTests.Clusters;
using Scanner.IntegrationTests.Programs;
using Scanner.Worker.Leading;

namespace Scanner.IntegrationTests.Worker.Leading;

/// <summary>Replicas on one lease of a server, simulated and real, under a clock that the test moves.</summary>
[Collection(ClusterCollection.Name)]
public sealed class LeaderElectionTests(ClusterPool clusters)
{
    [InProcessTheory(Why = InProcess.Clock)]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Run_TwoReplicas_OneLeadsAndRenewsThroughEverything(string kind)
    {
        await using var server = new ServerElection(await clusters.GetAsync(kind));
        var (a, _) = await server.AddAsync(TestUsers.ReplicaA);
        var (b, _) = await server.AddAsync(TestUsers.ReplicaB);
        var created = await server.LeaseAsync();
        Assert.Equal(("replica-a", 15, 0), ((string)created["spec"]!["holderIdentity"]!, (int)created["spec"]!["leaseDurationSeconds"]!, (int)created["spec"]!["leaseTransitions"]!));
        // Its users' and other programs' additions: an update with an old version is a conflict, and must lose none of this.
        await server.MergeAsync("""{"metadata":{"labels":{"team":"a"},"annotations":{"note":"keep"},"finalizers":["example.org/keep"]}}""");
        await server.Election.AdvanceAsync(30);
        Assert.Equal((1, 0, new LeadershipState.Following("replica-a")), (a.Terms, b.Terms, b.State));
        var renewed = await server.LeaseAsync();
        Assert.Equal(("a", "keep"), ((string)renewed["metadata"]!["labels"]!["team"]!, (string)renewed["metadata"]!["annotations"]!["note"]!));
        Assert.Single(renewed["metadata"]!["finalizers"]!.AsArray());
        Assert.Equal((string)created["spec"]!["acquireTime"]!, (string)renewed["spec"]!["acquireTime"]!);
        Assert.NotEqual((string)created["spec"]!["renewTime"]!, (string)renewed["spec"]!["renewTime"]!);
        // In the order of their times, which are those of the server.
        Assert.Contains(renewed["metadata"]!["managedFields"]!.AsArray(), m => (string)m!["manager"]! == "ephemeral-scanner");
    }

    [InProcessTheory(Why = InProcess.Clock)]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Run_LeaderCrashes_TheOtherLeadsWithin20Seconds(string kind)
    {
        await using var server = new ServerElection(await clusters.GetAsync(kind));
        var (a, _) = await server.AddAsync(TestUsers.ReplicaA);
        var (b, _) = await server.AddAsync(TestUsers.ReplicaB);
        await server.Election.AdvanceAsync(5);
        a.Pause();
        Assert.InRange(await server.Election.UntilAsync(() => b.MayWrite, 20), 12, 20);
        var lease = await server.LeaseAsync();
        Assert.Equal(("replica-b", 1), ((string)lease["spec"]!["holderIdentity"]!, (int)lease["spec"]!["leaseTransitions"]!));
        // The crashed one was only asleep.
        a.Resume();
        await server.Election.AdvanceAsync(30);
        Assert.Equal((1, 1, new LeadershipState.Following("replica-b")), (a.Terms, b.Terms, a.State));
    }

    [InProcessTheory(Why = InProcess.Clock)]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Stop_Leader_TheOtherLeadsAtItsNextLook(string kind)
    {
        await using var server = new ServerElection(await clusters.GetAsync(kind));
        var (a, _) = await server.AddAsync(TestUsers.ReplicaA);
        var (b, _) = await server.AddAsync(TestUsers.ReplicaB);
        await server.Election.AdvanceAsync(5);
        a.Stop();
        await a.Run;
        var lease = await server.LeaseAsync();
        Assert.Equal(("", 1), ((string?)lease["spec"]!["holderIdentity"] ?? "", (int)lease["spec"]!["leaseDurationSeconds"]!));
        Assert.InRange(await server.Election.UntilAsync(() => b.MayWrite, 2.5), 0, 2.5);
    }

    [InProcessTheory(Why = InProcess.Clock)]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Run_LeaseTakenByAnother_StopsOnTheNextRenewal(string kind)
    {
        await using var server = new ServerElection(await clusters.GetAsync(kind));
        var (a, _) = await server.AddAsync(TestUsers.ReplicaA);
        await server.MergeAsync("""{"spec":{"holderIdentity":"thief","leaseTransitions":5}}""");
        Assert.InRange(await server.Election.UntilAsync(() => !a.MayWrite, 2.5), 0, 2.5);
        Assert.Equal("thief", await server.HolderAsync());
        await server.Election.UntilAsync(() => a.MayWrite, 18);
        var lease = await server.LeaseAsync();
        Assert.Equal((2, 6), (a.Terms, (int)lease["spec"]!["leaseTransitions"]!));
    }

    [InProcessTheory(Why = InProcess.Clock)]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Run_MayNot_SaysWhatToGrant_AndLeadsWhenItIsGranted(string kind)
    {
        // In a namespace that others use too: one of its own would show in their scans, and a server without controllers never ends it.
        const string ns = "default";
        await using var server = new ServerElection(await clusters.GetAsync(kind), ns);
        var rbac = $"/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}";
        var role = server.LeaseName;
        var (a, _) = await server.AddAsync(TestUsers.Nobody);
        var missing = Assert.IsType<LeadershipState.NoPermission>(a.State);
        Assert.Contains($$"""may not get leases in namespace {{ns}}: grant the rule {apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["get", "create", "update"]} there""", missing.Message, StringComparison.Ordinal);
        Assert.Contains("User \"nobody\" cannot get resource \"leases\"", missing.Message, StringComparison.Ordinal);
        await server.Election.AdvanceAsync(60);
        Assert.Equal((0, 1), (a.Terms, a.Log.Count(106)));
        await server.PostAsync($"{rbac}/roles", $$"""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"{{role}}"},"rules":[{"apiGroups":["coordination.k8s.io"],"resources":["leases"],"verbs":["get","create","update"]}]}""");
        await server.PostAsync($"{rbac}/rolebindings", $$"""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"{{role}}"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"{{role}}"},"subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"nobody"}]}""");
        // A real server takes a moment to know its own roles, and this clock runs faster.
        await server.Election.UntilAsync(() => a.MayWrite, 600);
        Assert.Equal("nobody", await server.HolderAsync());
        await server.DeleteAsync($"{rbac}/rolebindings/{role}");
        await server.DeleteAsync($"{rbac}/roles/{role}");
    }

    [InProcessTheory(Why = InProcess.Clock)]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Run_NoSuchNamespace_SaysSo(string kind)
    {
        await using var server = new ServerElection(await clusters.GetAsync(kind), "not-there");
        var (a, _) = await server.AddAsync(TestUsers.ReplicaA);
        var state = Assert.IsType<LeadershipState.Unreachable>(a.State);
        Assert.Equal($"cannot create lease not-there/{server.LeaseName}: HTTP 404 NotFound: namespaces \"not-there\" not found", state.Message);
    }
}
