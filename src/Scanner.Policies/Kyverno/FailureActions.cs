using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Values;
using Scanner.Policies.Kyverno.Filters;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno;

/// <summary>
/// Whether a rule denies or only reports: the rule's overrides, its own action, the policy's overrides, the policy's action, which is Audit
/// where none is written. Source: pkg/engine/api/engineresponse.go.
/// </summary>
internal static class FailureActions
{
    /// <summary>Of the namespace that the request is for.</summary>
    public static bool IsEnforced(CelValue policy, CelValue rule, JudgedRequest request) =>
        Override(Tree.Items(rule, "validate", "failureActionOverrides"), request)
        ?? Action(Tree.Text(rule, "validate", "failureAction"))
        ?? Override(Tree.Items(policy, "spec", "validationFailureActionOverrides"), request)
        ?? Action(Tree.Text(policy, "spec", "validationFailureAction"))
        ?? false;

    /// <summary>What must be known to tell whether an override is meant; null where nothing is missing.</summary>
    public static CelUnknown? WhatIsUnknown(CelValue policy, CelValue rule, JudgedRequest request) =>
        Tree.Items(rule, "validate", "failureActionOverrides").Concat(Tree.Items(policy, "spec", "validationFailureActionOverrides"))
            .Where(o => IsForName(o, request)).Select(o => Selected(o, request)).OfType<CelUnknown>().FirstOrDefault();

    /// <summary>Without overrides: by it Kyverno tells whether it looks at the old object.</summary>
    public static bool IsWrittenEnforced(CelValue policy, CelValue rule) =>
        Action(Tree.Text(rule, "validate", "failureAction")) ?? Action(Tree.Text(policy, "spec", "validationFailureAction")) ?? false;

    private static bool? Action(string text) => text switch
    {
        "Enforce" or "enforce" => true,
        "Audit" or "audit" => false,
        _ => null,
    };

    private static bool? Override(CelValue[] overrides, JudgedRequest request)
    {
        foreach (var entry in overrides)
        {
            if (IsForName(entry, request) && Selected(entry, request).IsTrue && Action(Tree.Text(entry, "action")) is { } action)
                return action;
        }

        return null;
    }

    private static bool IsForName(CelValue entry, JudgedRequest request) =>
        Tree.Texts(entry, "namespaces") is var namespaces && (namespaces.IsEmpty || namespaces.Any(n => Wildcard.Matches(n, request.Namespace)));

    private static CelValue Selected(CelValue entry, JudgedRequest request) =>
        Tree.Get(entry, "namespaceSelector") is { } selector ? Selectors.SelectsNamespace(selector, request.Request) : CelBool.True;
}
