using System.Collections.Immutable;
using Scanner.Policies.Coverage;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Prediction;

/// <summary>
/// What a policy answered about pods that differ in name and labels alone, in different namespaces. It is asked once for namespaces that are alike in what it reads of them: each of
/// 300 policies may leave another namespace out, and would be asked in all of those else. Not for concurrent use.
/// </summary>
internal sealed class AnswerMemory(IPolicy policy)
{
    /// <summary>Answers that are kept; beyond them the policy is asked each time.</summary>
    private const int Most = 48;

    private readonly PolicyScope? _scope = (policy as IScopedPolicy)?.Scope is { } scope && ScopeKey.IsOfTests(scope) ? scope : null;
    private readonly Dictionary<Asked, ImmutableArray<RuleDecision>> _answers = [];

    /// <param name="question">Of the request.</param>
    public ImmutableArray<RuleDecision> Decide(AdmissionRequest request, MadeUpQuestion question)
    {
        if (_scope is null)
            return policy.Decide(request);
        var pod = _scope.ReadsPodMetadata ? ScopeKey.LabelsOf(_scope, question.Labels) ?? question.Pod : "";
        var key = new Asked(ScopeKey.Of(_scope, request.Namespace, request.NamespaceLabels, request.AreNamespaceLabelsKnown, pod), question.Text);
        if (_answers.TryGetValue(key, out var known))
            return known;
        var answer = policy.Decide(request);
        if (_answers.Count < Most)
            _answers[key] = answer;
        return answer;
    }

    private sealed record Asked(ScopeKey Place, string Question);
}
