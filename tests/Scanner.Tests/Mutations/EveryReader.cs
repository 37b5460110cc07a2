using System.Collections.Immutable;
using System.Text.Json;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Discovery;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Models;
using Scanner.ApiServer.Reviews;
using Scanner.ApiServer.Wire;
using Scanner.ApiServer.Writes;
using Scanner.Core.Cluster;
using Scanner.Core.Rbac.Facts;
using Scanner.Decoding;
using Scanner.Decoding.Objects;
using Scanner.Decoding.Pods;
using Scanner.Decoding.Rbac;
using Scanner.Inventory.Files;
using Scanner.Reports;
using k8s.Models;

namespace Scanner.Tests.Mutations;

/// <summary>All readers of API objects that there are.</summary>
internal static class EveryReader
{
    public static IReadOnlyList<ReaderUnderTest> All { get; } =
    [
        new ReaderUnderTest<PodFacts>(new PodReader()),
        new ReaderUnderTest<SecurityContextFacts>(new SecurityContextReader()),
        new ReaderUnderTest<(SecurityContextFacts Context, ImmutableArray<string> Sysctls)>(new PodSecurityContextReader()),
        new ReaderUnderTest<NamespaceFacts>(new NamespaceReader()),
        new ReaderUnderTest<SecurityContextFacts?>(ProbedContainerReader.OfEphemeral("debug")),
        new ReaderUnderTest<SecurityContextFacts?>(ProbedContainerReader.OfRegular("app")),
        new ReaderUnderTest<RoleFacts>(new RoleReader()),
        new ReaderUnderTest<BindingFacts>(new BindingReader()),
        new ReaderUnderTest<ObjectName>(new ServiceAccountReader()),
        new ReaderUnderTest<GuardFacts>(new GuardReader()),
        new ReaderUnderTest<LabelledNamespace>(new LabelledNamespaceReader()),
        new ReaderUnderTest<JsonElement>(new WholeObjectReader("v1", "ConfigMap")),
        new ReaderUnderTest<WatchedNamespace>(new WatchedNamespaceReader()),
        new ReaderUnderTest<ObjectHeader>(new ObjectHeaderReader()),
        new ReaderUnderTest<ApiStatus>(StatusReader.Instance),
        new ReaderUnderTest<V1ValidatingAdmissionPolicy>(ApiModels.ValidatingAdmissionPolicy),
        new ReaderUnderTest<V1ValidatingWebhookConfiguration>(ApiModels.ValidatingWebhookConfiguration),
        new ReaderUnderTest<V1SubjectAccessReview>(ApiModels.SubjectAccessReview),
        new ReaderUnderTest<AccessDecision>(AccessReviewReader.Instance),
        new ReaderUnderTest<TokenIdentity?>(TokenReviewReader.Instance),
        new ReaderUnderTest<V1APIGroupList>(ApiModels.Groups),
        new ReaderUnderTest<V1APIResourceList>(ApiModels.Resources),
        new ReaderUnderTest<VersionInfo>(ApiModels.Version),
        new ReaderUnderTest<Lease>(LeaseReader.Instance),
        new ReaderUnderTest<bool>(DoneReader.Instance),
        new ReaderUnderTest<HeldLease>(new HeldLeaseReader()),
        new ReaderUnderTest<StoredReport>(StoredReportReader.Instance),
        new ReaderUnderTest<string>(ResourceVersionReader.Instance),
        new ReaderUnderTest<ListMeta>(new PageReader<PodFacts>(new PodReader(), new NoSink<PodFacts>())),
        new ReaderUnderTest<ListMeta>(new PageReader<RoleFacts>(new RoleReader(), new NoSink<RoleFacts>())),
        new FrameReaderUnderTest(),
    ];

    /// <summary>Readers that are written but not in the list. One of any type reads nothing itself, but passes on to another.</summary>
    public static IEnumerable<string> Missing() => new[] { typeof(IWireReader).Assembly, typeof(PodReader).Assembly }
        .SelectMany(a => a.GetTypes())
        .Where(t => t is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false } && Array.Exists(t.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IObjectReader<>)))
        .Select(t => t.Name)
        .Except(All.Select(r => r.TypeName), StringComparer.Ordinal);
}
