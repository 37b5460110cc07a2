using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Cel;
using Scanner.Policies.Cel.Syntax;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Decisions;
using Scanner.Policies.JmesPath.Values;
using Scanner.Policies.Kyverno.Autogen;
using Scanner.Policies.Kyverno.Conditions;
using Scanner.Policies.Kyverno.Contexts;
using Scanner.Policies.Kyverno.Exceptions;
using Scanner.Policies.Kyverno.Filters;
using Scanner.Policies.Kyverno.Registration;
using Scanner.Policies.Kyverno.Rules;
using Scanner.Policies.Kyverno.Scopes;
using Scanner.Policies.Kyverno.Trees;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Kyverno;

/// <summary>
/// A ClusterPolicy or Policy of <c>kyverno.io</c> (v1 and v2beta1 have the same fields): one decision for each rule that validates.
/// </summary>
internal sealed class ClusterPolicy : IScopedPolicy, IWordedPolicy, INotedPolicy
{
    private const string BackgroundController = ":kyverno-background-controller";

    private readonly CelValue _policy;
    private readonly KyvernoObjects _shared;
    private readonly RuleExceptions _exceptions;
    private readonly MatchConditions? _conditions;
    private readonly string? _error;
    private readonly Dictionary<string, CelRule> _celRules;
    private readonly Lazy<Dictionary<string, CelRule>> _celRulesForWorkloads;

    public ClusterPolicy(CelValue policy, KyvernoObjects shared)
    {
        (_policy, _shared) = (policy, shared);
        var space = Tree.Text(policy, "metadata", "namespace");
        Identity = KyvernoIdentity.Of(policy);
        _exceptions = new RuleExceptions(shared.Objects, space.Length > 0 ? $"{space}/{Identity.Name}" : Identity.Name);
        var conditions = Tree.Items(Tree.Get(policy, "spec", "webhookConfiguration"), "matchConditions");
        (_conditions, _error) = MatchConditions.Compile(
            [.. conditions.Select(c => new NamedExpression(Tree.Text(c, "name"), Tree.Text(c, "expression")))],
            new CelEnvironment(new CelDialect(shared.Minor), RequestVariables.All));
        _celRules = CelRules("");
        _celRulesForWorkloads = new Lazy<Dictionary<string, CelRule>>(() => CelRules("Deployment", "CronJob"));
    }

    public PolicyIdentity Identity { get; }

    public string Note => ClusterPolicySuccessor.Note;

    public PolicyScope Scope => field ??= KyvernoScope.OfRules(_policy, _shared);

    public bool MayBeFor(string space, IReadOnlyDictionary<string, string> labels, bool areLabelsKnown) =>
        _shared.MayBeFor(Identity, space, labels, areLabelsKnown);

    public string? ExemptionOf(string space, IReadOnlyDictionary<string, string> labels) => _shared.ExemptionOf(Identity, space, labels);

    public IEnumerable<string> Words => Tree.Words(Tree.Get(_policy, "spec", "rules"));

    public static bool Validates(CelValue policy) => Array.Exists(Tree.Items(policy, "spec", "rules"), IsValidation);

    /// <summary>The rules in CEL that requests for one of the kinds are judged by, by name.</summary>
    private Dictionary<string, CelRule> CelRules(params IEnumerable<string> kinds)
    {
        var compiled = new Dictionary<string, CelRule>();
        foreach (var rule in kinds.SelectMany(k => AutogenRules.Of(_policy, k)).Where(r => Tree.Get(r, "validate", "cel") is not null))
            compiled.TryAdd(Tree.Text(rule, "name"), new CelRule(rule, _shared.Objects, _shared.Minor));
        return compiled;
    }

    public bool FailsOpen =>
        (Tree.Text(_policy, "spec", "failurePolicy") is { Length: > 0 } own ? own : Tree.Text(_policy, "spec", "webhookConfiguration", "failurePolicy")) == "Ignore";

    public ImmutableArray<RuleDecision> Decide(AdmissionRequest request)
    {
        var judged = JudgedRequest.Of(request);
        var rules = AutogenRules.Of(_policy, request.Kind.Kind).Where(IsValidation).ToArray();
        if (rules.Length == 0)
            return [new RuleDecision("", new PolicyDecision.NotMatched("it has no rule that validates"))];
        var asked = WhyNotAsked(request);
        if (asked is not (null or PolicyDecision.Unknown))
            return [.. rules.Select(r => new RuleDecision(Tree.Text(r, "name"), asked))];
        return [.. Run(judged, rules).Select(r => new RuleDecision(Tree.Text(r.Rule, "name"), Decision(r.Rule, r.Result, judged).IfAsked(asked as PolicyDecision.Unknown)))];
    }

    /// <summary>What each rule says, without what is made of it: so Kyverno's reports and test cases have it.</summary>
    public IEnumerable<(CelValue Rule, RuleResult Result)> Run(JudgedRequest request)
    {
        if (Identity.Kind == "Policy" && request.Namespace != (Identity.Namespace.Length > 0 ? Identity.Namespace : "default"))
            return [];
        return Run(request, AutogenRules.Of(_policy, request.Kind.Kind).Where(IsValidation));
    }

    private IEnumerable<(CelValue Rule, RuleResult Result)> Run(JudgedRequest request, IEnumerable<CelValue> rules)
    {
        var appliesOne = Tree.Text(_policy, "spec", "applyRules") == "One";
        RuleResult? first = null;
        foreach (var rule in rules)
        {
            var result = first is null ? Run(request, rule)
                : first.Status == RuleStatus.Unknown ? first
                : RuleResult.Of(RuleStatus.NotMatched, "applyRules is One, and another rule was applied");
            if (appliesOne && result.Status is RuleStatus.Pass or RuleStatus.Fail or RuleStatus.Unknown)
                first ??= result;
            yield return (rule, result);
        }
    }

    private static bool IsValidation(CelValue rule) => Tree.Get(rule, "validate") is not null || Tree.Get(rule, "verifyImages") is not null;

    private PolicyDecision? WhyNotAsked(AdmissionRequest request)
    {
        if (Tree.Flag(_policy, "spec", "admission") == false)
            return new PolicyDecision.NotMatched("admission is false: it only reports in the background");
        if (Identity.Kind == "Policy" && request.Namespace != Identity.Namespace)
            return new PolicyDecision.NotMatched($"it is for namespace {Identity.Namespace}");
        var asked = _shared.WhyNotAsked("validate.kyverno.svc", FailsOpen, Identity.Name, request);
        if (asked is not (null or PolicyDecision.Unknown))
            return asked;
        if (!_shared.Webhooks.AreKnown && request.SubResource == "ephemeralcontainers" && !_shared.Settings.AsksForEphemeral)
            return new PolicyDecision.NotMatched($"Kyverno {_shared.Settings.Version} would register no webhook for pods/ephemeralcontainers: that came with 1.5.3");
        return Conditions(request) ?? asked;
    }

    private PolicyDecision? Conditions(AdmissionRequest request)
    {
        if (_error is not null)
            return new PolicyDecision.NotMatched("its webhookConfiguration is wrong: " + _error);
        if (_conditions!.IsEmpty)
            return null;
        var (result, name) = _conditions.Evaluate(RequestVariables.Values(request, null));
        return result switch
        {
            CelUnknown unknown => new PolicyDecision.Unknown(unknown.What),
            _ => result.IsTrue ? null : new PolicyDecision.NotMatched($"its matchCondition {name} is false"),
        };
    }

    private RuleResult Run(JudgedRequest request, CelValue rule)
    {
        var (matched, whyNot) = RuleMatch.Of(rule, request);
        if (matched.IsFalse)
        {
            return RuleResult.Of(RuleStatus.NotMatched, whyNot + (_shared.Webhooks.AreKnown ? "" : ", nor would the webhook that Kyverno registers for it")) with
            {
                Exemption = whyNot == RuleMatch.Excluded ? $"exclude of its rule {Tree.Text(rule, "name")}" : null,
            };
        }

        if ((Tree.Flag(rule, "skipBackgroundRequests") ?? true) && request.Request.User.Name.EndsWith(BackgroundController, StringComparison.Ordinal))
            return RuleResult.Of(RuleStatus.NotMatched, "it skips requests of Kyverno's background controller");
        var given = _shared.Given?.Invoke(Identity.Name, Tree.Text(rule, "name"));
        var entries = new ContextEntries(_shared.Objects, given, request.Operation == "DELETE");
        var scope = entries.Add(RequestScope.Of(request, given), Tree.Items(rule, "context"));
        var run = new RuleRun(rule, request, scope, entries, FailureActions.IsWrittenEnforced(_policy, rule));
        var result = Judge(run);
        return matched is CelUnknown unknown && result.Status is not (RuleStatus.Pass or RuleStatus.Nothing) ? RuleResult.Depends(unknown) : result;
    }

    private RuleResult Judge(RuleRun run)
    {
        var (preconditions, message) = ConditionSet.Evaluate(Tree.Get(run.Rule, "preconditions"), run.Variables);
        if (preconditions.IsFailure)
            return RuleResult.Failure("failed to evaluate preconditions", preconditions);
        if (preconditions.IsFalse)
            return RuleResult.NotAbout(message.Length > 0 ? "preconditions not met; " + message : "preconditions not met");
        var (exceptions, unknown) = _exceptions.For(run.Name, run.Request, run.Variables, _shared.Settings.ExceptionsTakeEphemeral);
        var whole = exceptions.Find(e => Tree.Items(e, "spec", "podSecurity").Length == 0);
        if (whole is not null || (exceptions.Count > 0 && Tree.Get(run.Validate, "podSecurity") is null))
            return RuleResult.Of(RuleStatus.Skip, "rule is skipped due to policy exceptions " + RuleExceptions.NameOf(whole ?? exceptions[0])) with { Exemption = $"PolicyException {RuleExceptions.NameOf(whole ?? exceptions[0])}" };
        var result = Handle(run, exceptions);
        return unknown is not null && result.Status is RuleStatus.Fail or RuleStatus.Error ? RuleResult.Depends(unknown!) : result;
    }

    private RuleResult Handle(RuleRun run, List<CelValue> exceptions)
    {
        if (run.Validate is not { } validate)
            return VerifyImages(run);
        if (Tree.Get(validate, "manifests") is not null || Tree.Get(validate, "assert") is not null)
            return RuleResult.Depends(CelUnknown.Of(Tree.Get(validate, "assert") is null ? "the signature of a manifest" : "an assertion tree (validate.assert)"));
        if (Tree.Get(validate, "podSecurity") is { } standard)
            return PodSecurityRule.Run(run, standard, [.. exceptions.SelectMany(e => Tree.Items(e, "spec", "podSecurity"))]);
        if (Tree.Get(validate, "cel") is null)
            return ValidateRule.Run(run, validate);
        var rule = _celRules.GetValueOrDefault(run.Name) ?? _celRulesForWorkloads.Value[run.Name];
        return Tree.Flag(_policy, "status", "validatingadmissionpolicy", "generated") == true
            ? RuleResult.Of(RuleStatus.NotMatched, "Kyverno has made a ValidatingAdmissionPolicy of it, which decides in its place")
            : rule.Run(run);
    }

    /// <summary>Whether an image is signed is not known; whether the rule is about an image of the pod is.</summary>
    private static RuleResult VerifyImages(RuleRun run)
    {
        if (Tree.Get(run.Rule, "imageExtractors") is not null)
            return RuleResult.Depends(CelUnknown.Of("the signatures of images that imageExtractors find"));
        var patterns = Tree.Items(run.Rule, "verifyImages").SelectMany(v => Tree.Texts(v, "imageReferences").Append(Tree.Text(v, "image"))).Where(p => p.Length > 0).ToArray();
        var images = Tree.Entries(run.Scope.Find(new CelString("images"))).SelectMany(k => Tree.Entries(k.Value)).Select(i => Tree.Text(i.Value, "reference")).ToArray();
        var meant = images.FirstOrDefault(i => Array.Exists(patterns, p => Wildcard.Matches(p, i)));
        return meant is null ? RuleResult.NotAbout("no image of the object matches its imageReferences") : RuleResult.Depends(CelUnknown.Of($"the signature of {meant}"));
    }

    private PolicyDecision Decision(CelValue rule, RuleResult result, JudgedRequest request)
    {
        // What becomes of a violation where that is not known.
        if (result.Status is RuleStatus.Fail or RuleStatus.Error && FailureActions.WhatIsUnknown(_policy, rule, request) is { } open)
            return new PolicyDecision.Unknown(open.What);
        var isEnforced = FailureActions.IsEnforced(_policy, rule, request);
        return result.Status switch
        {
            RuleStatus.NotMatched or RuleStatus.Skip => new PolicyDecision.NotMatched(Why(result, request)) { Exemption = result.Exemption, HasLooked = result.HasLooked },
            RuleStatus.Fail when isEnforced => new PolicyDecision.Denied(result.Message),
            RuleStatus.Error when isEnforced => new PolicyDecision.Failed(result.Message, IsDenied: !FailsOpen),
            // An error stands in the report beside the violations.
            RuleStatus.Fail or RuleStatus.Error => new PolicyDecision.Reported(result.Message, Tree.Flag(_policy, "spec", "emitWarning") == true ? ["Warn", "Audit"] : ["Audit"]),
            RuleStatus.Unknown => new PolicyDecision.Unknown(result.Unknown) { CanDeny = isEnforced },
            _ => new PolicyDecision.Allowed(),
        };
    }

    private static string Why(RuleResult result, JudgedRequest request) => result.Message != ValidateRule.ExistingViolation
        ? result.Message
        : $"{result.Message}: {request.Kind.Kind} {request.Namespace}/{request.Name} violates the rule already as it is, and one that does not would be refused";
}
