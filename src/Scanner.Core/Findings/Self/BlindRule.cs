using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Self;

/// <summary>Names each permission that was missing, once.</summary>
public sealed class BlindRule : IRule<BlindSpot>
{
    public RuleIdentity Identity { get; } = new("ES502", "Blind", Severity.Medium, "what cannot be seen may be bad");

    // Which namespaces refused does not make it another finding: one rule to grant mends it everywhere.
    IEnumerable<Finding> IRule<BlindSpot>.Evaluate(BlindSpot item, RuleContext context)
    {
        var permission = item.Permission;
        yield return Identity.Find(
            Resources.OwnRole, MessageOf(item), RemedyOf(item), $"{permission.Verb} {permission.Resource} {permission.Namespace}");
    }

    public static string MessageOf(BlindSpot spot) =>
        $"no permission to {spot.Permission.Verb} {spot.Permission.Resource} {Where(spot)}, so part of the picture is missing";

    public static Remedy RemedyOf(BlindSpot spot) => new Remedy.GrantPermission(spot.Permission);

    private static string Where(BlindSpot spot) => (spot.Namespaces, spot.First ?? spot.Permission.Namespace) switch
    {
        ( > 1, var first) => $"in {spot.Namespaces} namespaces, {first} the first of them",
        (_, { } ns) => $"in namespace {ns}",
        _ => "in all namespaces",
    };
}
