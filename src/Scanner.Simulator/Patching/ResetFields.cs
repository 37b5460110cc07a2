using Scanner.Simulator.Catalog;
using Scanner.Simulator.Structured;

namespace Scanner.Simulator.Patching;

/// <summary>
/// Fields that a write to a resource or subresource cannot set, so that its manager never owns them
/// (k8s:pkg/registry, the <c>GetResetFields</c> of each strategy).
/// </summary>
internal static class ResetFields
{
    private static readonly FieldSet Status = FieldSet.OfFields(["status"]);
    private static readonly FieldSet Spec = FieldSet.OfFields(["spec"]);
    private static readonly FieldSet SpecAndMetadata = FieldSet.OfFields(["spec"], ["metadata"]);
    private static readonly FieldSet OfPodStatus = FieldSet.OfFields(["spec"], ["metadata", "deletionTimestamp"], ["metadata", "ownerReferences"]);
    private static readonly FieldSet OfDeploymentStatus = FieldSet.OfFields(["spec"], ["metadata", "labels"]);

    public static FieldSet Without(FieldSet fields, ResourceType type, string subresource) => subresource switch
    {
        "status" when type.Custom is not null => fields.ExceptTrees(SpecAndMetadata),
        "status" when type.Key.Resource == "pods" => fields.ExceptTrees(OfPodStatus),
        "status" when type.Key.Resource == "deployments" => fields.ExceptTrees(OfDeploymentStatus),
        "status" => fields.ExceptTrees(Spec),
        "" when type.HasStatus => fields.ExceptTrees(Status),
        _ => fields,
    };
}
