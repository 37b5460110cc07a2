using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Coverage;
using Scanner.Policies.Decisions;
using Scanner.Policies.Engines;
using Scanner.Policies.Kyverno.Trees;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Kyverno.Successors;

/// <summary>
/// Makes the ValidatingPolicy that denies the settings of containers which a ClusterPolicy or Policy denies, and denies them of ephemeral
/// containers too. Both are asked the same questions first: one that does not deny the same is not given out.
/// </summary>
/// <param name="minor">The minor version of Kubernetes 1.x.</param>
public sealed class PolicySuccessor(PolicyObjects objects, int minor)
{
    private static readonly ScopeExample s_elsewhere = new("made-up-elsewhere", ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, string>.Empty);

    private readonly bool _isServed = VersionNumbers.Parse(EngineVersions.Of(EngineNames.Kyverno, objects))?.IsBefore(new VersionNumbers(1, 17, 0)) != true;

    /// <returns>The manifest in JSON; null where none can be made, or the one that was made does not deny the same.</returns>
    public string? Of(PolicyCoverage policy)
    {
        if (!_isServed || policy.Kind is not ("ClusterPolicy" or "Policy") || IsExcepted(policy)
            || objects.Find("kyverno.io", policy.Kind, policy.Namespace, policy.Name) is not { } item)
        {
            return null;
        }

        var read = JsonValues.From(item);
        var rules = SayableRules.Of(read, minor);
        if (rules.Length == 0 || SuccessorManifest.NameFor(read) is not { } name || objects.Find("policies.kyverno.io", SuccessorManifest.KindFor(read), policy.Namespace, name) is not null)
            return null;
        return SuccessorMatch.Of(rules[0]) is { } match && match.Constraints() is { } constraints && Compiled(item) is ClusterPolicy classic
            ? Made(read, name, rules, constraints, classic, Places(match, policy.Namespace))
            : null;
    }

    private string? Made(CelValue policy, string name, CelValue[] rules, JsonObject constraints, ClusterPolicy classic, ImmutableArray<ScopeExample> places)
    {
        var answers = new ContainerAnswers(places[0]);
        if (answers.Denied(classic, ContainerQuestions.All, RequestChannel.Regular, RequestChannel.Ephemeral) is not { IsEmpty: false } denied)
            return null;
        var made = SuccessorManifest.Make(policy, name, constraints, FailureActions.IsWrittenEnforced(policy, rules[0]), classic.FailsOpen, new ContainerValidations(denied).All);
        var element = JsonValues.ToElement(made);
        return Compiled(element) is { } successor && DeniesTheSame(successor, answers, denied) && IsForTheSame(classic, successor, denied, places.Skip(1)) ? element.GetRawText() : null;
    }

    /// <summary>The same containers, through either channel.</summary>
    private static bool DeniesTheSame(IPolicy successor, ContainerAnswers answers, ImmutableHashSet<string> denied) =>
        Array.TrueForAll(
            (RequestChannel[])[RequestChannel.Regular, RequestChannel.Ephemeral],
            c => answers.Denied(successor, ContainerQuestions.All, c) is { } own && own.SetEquals(denied));

    /// <summary>In other places it denies a container where the older one does.</summary>
    private static bool IsForTheSame(IPolicy classic, IPolicy successor, ImmutableHashSet<string> denied, IEnumerable<ScopeExample> places)
    {
        var first = ContainerQuestions.All.First(q => denied.Contains(q.Name));
        return places.Select(p => new ContainerAnswers(p)).All(a =>
            a.Denied(classic, [first], RequestChannel.Regular, RequestChannel.Ephemeral) is { } there
            && a.Denied(successor, [first], RequestChannel.Ephemeral) is { } own && own.SetEquals(there));
    }

    private static ImmutableArray<ScopeExample> Places(SuccessorMatch match, string space)
    {
        var places = match.Places.Append(s_elsewhere);
        return [.. space.Length == 0 ? places : places.Select(p => p with { Namespace = space })];
    }

    /// <summary>Alone: what a cluster has beside it, such as a ConfigMap that a rule reads, makes its answer unknown.</summary>
    private IPolicy? Compiled(JsonElement item) => KyvernoEngine.Compile(new PolicyObjects([item]), minor).FirstOrDefault(p => p is not IMutatingPolicy);

    /// <summary>Exceptions of the one group are none of the other.</summary>
    private bool IsExcepted(PolicyCoverage policy)
    {
        var name = policy.Namespace.Length > 0 ? $"{policy.Namespace}/{policy.Name}" : policy.Name;
        return objects.All("kyverno.io", "PolicyException").Select(JsonValues.From)
            .Any(e => Array.Exists(Tree.Items(e, "spec", "exceptions"), x => Tree.Text(x, "policyName") == name));
    }
}
