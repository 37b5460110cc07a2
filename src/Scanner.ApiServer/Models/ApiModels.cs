using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Scanner.ApiServer.Wire;
using k8s.Models;

namespace Scanner.ApiServer.Models;

/// <summary>
/// Readers of the kinds that are read whole. Each group of kinds has a serializer of its own, so that a program compiled natively holds the
/// classes of the kinds that it names and no others.
/// </summary>
public static partial class ApiModels
{
    /// <summary><c>admissionregistration.k8s.io</c> v1; v1beta1 has the same fields.</summary>
    public static Model<V1ValidatingAdmissionPolicy> ValidatingAdmissionPolicy => Of<V1ValidatingAdmissionPolicy>(AdmissionPolicies.Default);

    /// <inheritdoc cref="ValidatingAdmissionPolicy"/>
    public static Model<V1ValidatingAdmissionPolicyBinding> ValidatingAdmissionPolicyBinding =>
        Of<V1ValidatingAdmissionPolicyBinding>(AdmissionPolicies.Default);

    /// <summary><c>admissionregistration.k8s.io</c> v1, from Kubernetes 1.36; v1beta1 and v1alpha1 have the same fields.</summary>
    public static Model<V1MutatingAdmissionPolicy> MutatingAdmissionPolicy => Of<V1MutatingAdmissionPolicy>(AdmissionPolicies.Default);

    /// <inheritdoc cref="MutatingAdmissionPolicy"/>
    public static Model<V1MutatingAdmissionPolicyBinding> MutatingAdmissionPolicyBinding =>
        Of<V1MutatingAdmissionPolicyBinding>(AdmissionPolicies.Default);

    public static Model<V1ValidatingWebhookConfiguration> ValidatingWebhookConfiguration =>
        Of<V1ValidatingWebhookConfiguration>(Webhooks.Default);

    public static Model<V1MutatingWebhookConfiguration> MutatingWebhookConfiguration => Of<V1MutatingWebhookConfiguration>(Webhooks.Default);

    public static Model<V1EndpointSlice> EndpointSlice => Of<V1EndpointSlice>(EndpointSlices.Default);

    public static Model<V1Deployment> Deployment => Of<V1Deployment>(Deployments.Default);

    public static Model<V1CustomResourceDefinition> CustomResourceDefinition => Of<V1CustomResourceDefinition>(Definitions.Default);

    public static Model<V1SubjectAccessReview> SubjectAccessReview => Of<V1SubjectAccessReview>(Reviews.Default);

    /// <summary>Of <c>events.k8s.io/v1</c>, not of the core group.</summary>
    public static Model<Eventsv1Event> Event => Of<Eventsv1Event>(Events.Default);

    public static Model<V1Lease> Lease => Of<V1Lease>(Leases.Default);

    /// <summary>Answer of <c>/version</c>.</summary>
    public static Model<VersionInfo> Version => Of<VersionInfo>(Discovery.Default);

    /// <summary>Answer of <c>/apis</c>.</summary>
    public static Model<V1APIGroupList> Groups => Of<V1APIGroupList>(Discovery.Default);

    /// <summary>Answer of <c>/api/v1</c> and <c>/apis/GROUP/VERSION</c>.</summary>
    public static Model<V1APIResourceList> Resources => Of<V1APIResourceList>(Discovery.Default);

    private static Model<T> Of<T>(JsonSerializerContext context)
        where T : class => Made<T>.Model ??= new Model<T>((JsonTypeInfo<T>)Options(context).GetTypeInfo(typeof(T)));

    private static JsonSerializerOptions Options(JsonSerializerContext context) => new()
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(context, Untyped.Default),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = JsonWireReader.MaxDepth,
        Converters = { new TimeConverter() },
    };

    /// <summary>Building a serializer costs more than using it once.</summary>
    private static class Made<T>
        where T : class
    {
        public static Model<T>? Model { get; set; }
    }

    [JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
    [JsonSerializable(typeof(V1ValidatingAdmissionPolicy))]
    [JsonSerializable(typeof(V1ValidatingAdmissionPolicyBinding))]
    [JsonSerializable(typeof(V1MutatingAdmissionPolicy))]
    [JsonSerializable(typeof(V1MutatingAdmissionPolicyBinding))]
    private sealed partial class AdmissionPolicies : JsonSerializerContext;

    [JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
    [JsonSerializable(typeof(V1ValidatingWebhookConfiguration))]
    [JsonSerializable(typeof(V1MutatingWebhookConfiguration))]
    private sealed partial class Webhooks : JsonSerializerContext;

    [JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
    [JsonSerializable(typeof(V1EndpointSlice))]
    private sealed partial class EndpointSlices : JsonSerializerContext;

    [JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
    [JsonSerializable(typeof(V1Deployment))]
    private sealed partial class Deployments : JsonSerializerContext;

    [JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
    [JsonSerializable(typeof(V1CustomResourceDefinition))]
    private sealed partial class Definitions : JsonSerializerContext;

    [JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
    [JsonSerializable(typeof(V1SubjectAccessReview))]
    private sealed partial class Reviews : JsonSerializerContext;

    [JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
    [JsonSerializable(typeof(Eventsv1Event))]
    private sealed partial class Events : JsonSerializerContext;

    [JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
    [JsonSerializable(typeof(V1Lease))]
    private sealed partial class Leases : JsonSerializerContext;

    [JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
    [JsonSerializable(typeof(VersionInfo))]
    [JsonSerializable(typeof(V1APIGroupList))]
    [JsonSerializable(typeof(V1APIResourceList))]
    private sealed partial class Discovery : JsonSerializerContext;

    /// <summary>What stands behind a field that may hold anything, such as <c>fieldsV1</c>.</summary>
    [JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
    [JsonSerializable(typeof(JsonElement))]
    private sealed partial class Untyped : JsonSerializerContext;
}
