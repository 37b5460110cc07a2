using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Coverage;

/// <summary>
/// Finds a pod that a policy does not refuse as it is. What a policy says of containers that are added can only be told on such a pod: one that
/// asks for images of a certain registry refuses every change of a pod with another image, whatever is added to it. What was found once
/// for the policy is tried first in other namespaces.
/// </summary>
internal sealed class CompliantPods(IPolicy policy)
{
    /// <summary>Pods that are tried in all.</summary>
    private const int MostTried = 200;

    /// <summary>Changes that a pod may need at once.</summary>
    private const int MostChanges = 5;

    private readonly List<PodAlteration[]> _found = [];
    private PodAlteration[]? _alterations;
    private int _tried;

    /// <summary>Whether the policy says nothing against the pod as it is, and against one like it that is created.</summary>
    public static bool IsAccepted(IPolicy policy, VariantRequests requests) => Complaints(policy, requests, []).Count == 0;

    /// <summary>The same requests about a pod that the policy accepts; null where none is found.</summary>
    public VariantRequests? Find(VariantRequests requests)
    {
        var complaints = Complaints(policy, requests, []);
        foreach (var found in _found)
        {
            if (requests.Altered(found) is var known && Complaints(policy, known, complaints).Count == 0)
                return known;
        }

        return Search(requests, complaints);
    }

    /// <summary>The most promising first: fewest complaints, then fewest changes.</summary>
    private VariantRequests? Search(VariantRequests requests, List<Complaint> before)
    {
        var open = new List<Attempt> { new([], 0) };
        var seen = new HashSet<string> { Sign(before) };
        _alterations ??= [.. PodAlterations.For(policy)];
        while (open.MinBy(a => (a.Complaints * (MostChanges + 1)) + a.Changes.Length) is { } attempt && attempt.Changes.Length < MostChanges)
        {
            open.Remove(attempt);
            foreach (var alteration in _alterations.Except(attempt.Changes))
            {
                if (_tried++ >= MostTried)
                    return null;
                PodAlteration[] next = [.. attempt.Changes, alteration];
                var altered = requests.Altered(next);
                var complaints = Complaints(policy, altered, before);
                if (complaints.Count == 0)
                {
                    _found.Add(next);
                    return altered;
                }

                // What changes nothing in the complaints does not help, and what leads to the same ones is followed once.
                if (seen.Add(Sign(complaints)))
                    open.Add(new Attempt(next, complaints.Count));
            }
        }

        return null;
    }

    /// <summary>What the policy says against the pod. A rule that refused it must not merely cease to be for it.</summary>
    private static List<Complaint> Complaints(IPolicy policy, VariantRequests requests, List<Complaint> before)
    {
        AdmissionRequest[] asked = [requests.Get(ContainerVariants.Benign, RequestChannel.Regular), requests.Unchanged];
        var complaints = new List<Complaint>();
        foreach (var request in asked)
        {
            foreach (var (rule, decision) in policy.Decide(request))
            {
                var isLost = decision is PolicyDecision.NotMatched
                    && before.Exists(b => b.Rule == rule && b.Operation == request.Operation && !b.IsFailure);
                if (isLost || decision is PolicyDecision.Denied or PolicyDecision.Reported or PolicyDecision.Failed)
                    complaints.Add(new Complaint(request.Operation, rule, $"{request.Operation}\n{rule}\n{decision}", decision is PolicyDecision.Failed));
            }
        }

        return complaints;
    }

    private static string Sign(List<Complaint> complaints) => string.Join('\n', complaints.Select(c => c.Text));

    private sealed class Complaint(string operation, string rule, string text, bool isFailure)
    {
        public string Operation => operation;

        public string Rule => rule;

        public string Text => text;

        public bool IsFailure => isFailure;
    }

    /// <summary>Changes that have not made the policy accept the pod, and how much it says against it then.</summary>
    private sealed class Attempt(PodAlteration[] changes, int complaints)
    {
        public PodAlteration[] Changes => changes;

        public int Complaints => complaints;
    }
}
