using System.Collections.Concurrent;
using System.Collections.Immutable;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Reviews;
using Scanner.Core.Posture;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Scans;

/// <summary>
/// Has the server confirm what was read out of roles and bindings: each right that a subject has, and that it does not have the other
/// verb where it has one.
/// </summary>
internal sealed class RbacVerifier(IAccessReviewClient reviews)
{
    /// <returns>What differs, or could not be asked; empty when the server agrees with every line.</returns>
    public async Task<ImmutableArray<ScanError>> VerifyAsync(RbacPosture rbac, int atOnce, CancellationToken cancellationToken)
    {
        var differences = new ConcurrentBag<(int Line, ScanError Error)>();
        var questions = rbac.Subjects.Values.SelectMany(Questions).ToList();
        using var refused = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = refused.Token };
        try
        {
            await Parallel.ForAsync(0, questions.Count, options, async (i, token) =>
            {
                var answer = await reviews.ReviewAsync(questions[i].Review, token);
                if (Compare(questions[i], answer) is { } error)
                    differences.Add((i, error));
                // Without the right to ask, every further question gets the same answer.
                if (answer is ApiAnswer<AccessDecision>.Refused { Status.Code: 401 or 403 })
                    await refused.CancelAsync();
            });
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [differences.Select(d => d.Error).First(e => e.Step == ScanStep.Verify)];
        }

        return [.. differences.OrderBy(d => d.Line).Select(d => d.Error)];
    }

    private static IEnumerable<Question> Questions(RbacSubject subject)
    {
        var asked = new HashSet<(string, AddVerbs, string)>();
        foreach (var grant in subject.Grants)
        {
            foreach (var verb in new[] { AddVerbs.Patch, AddVerbs.Update })
            {
                foreach (var pod in grant.Pods ?? [""])
                {
                    if (asked.Add((grant.Namespace ?? "", verb, pod)))
                        yield return new Question(subject, grant.Namespace ?? "", verb, pod, IsGranted(subject, grant.Namespace, verb, pod));
                }
            }
        }
    }

    private static bool IsGranted(RbacSubject subject, string? ns, AddVerbs verb, string pod) => subject.Grants.Any(g =>
        (g.Namespace is null || g.Namespace == ns) && g.Verbs.HasFlag(verb) && (g.Pods is not { } pods || pods.Contains(pod)));

    private static ScanError? Compare(Question question, ApiAnswer<AccessDecision> answer)
    {
        if (answer is not ApiAnswer<AccessDecision>.Ok { Value: var decision })
            return new ScanError(ScanStep.Verify, answer.Describe());
        if (decision.Allowed == question.Expected)
            return null;
        var (says, read) = decision.Allowed ? ("allows", "no role and binding that were read give it") : ("denies", "roles and bindings give it");
        var reason = decision.Reason.Length > 0 ? $" ({decision.Reason})" : "";
        return new ScanError(ScanStep.Compare, $"{question}: the server {says} it{reason}, {read}");
    }

    private sealed record Question(RbacSubject Subject, string Namespace, AddVerbs Verb, string Pod, bool Expected)
    {
        public AccessReview Review => new(
            Subject.Subject.UserName,
            Subject.Subject.Kind == SubjectKind.Group ? Subject.Subject.Name : null,
            VerbText,
            "",
            "pods",
            "ephemeralcontainers",
            Namespace,
            Pod);

        private string VerbText => Verb == AddVerbs.Patch ? "patch" : "update";

        public override string ToString()
        {
            var pod = Pod.Length > 0 ? $" of pod {Pod}" : "";
            return $"{Subject.Subject} {VerbText} pods/ephemeralcontainers{pod} in {(Namespace.Length > 0 ? Namespace : "all namespaces")}";
        }
    }
}
