using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Coverage;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Kyverno.Successors;

/// <summary>What policies say to containers in one place. The requests are made once for all of them.</summary>
internal sealed class ContainerAnswers(ScopeExample place)
{
    private static readonly RequestUser s_user = new("made-up", ["system:authenticated"]);

    private readonly JsonElement _pod = MadeUpPod.In(place.Namespace, MadeUpPod.Labels.SetItems(place.PodLabels));

    /// <summary>By channel, then by the name of the question.</summary>
    private readonly Dictionary<string, AdmissionRequest>[] _requests = [[], []];

    /// <summary>The names of the questions whose container is denied or reported through one of the channels.</summary>
    /// <returns>Null where an answer depends on what is not known, or the policy fails.</returns>
    public ImmutableHashSet<string>? Denied(IPolicy policy, IEnumerable<ContainerQuestion> questions, params RequestChannel[] channels)
    {
        var denied = ImmutableHashSet.CreateBuilder<string>();
        foreach (var question in questions)
        {
            foreach (var (_, decision) in channels.SelectMany(c => policy.Decide(Request(question, c))))
            {
                if (decision is PolicyDecision.Unknown or PolicyDecision.Failed)
                    return null;
                if (VariantAnswers.IsDenial(decision))
                    denied.Add(question.Name);
            }
        }

        return denied.ToImmutable();
    }

    private AdmissionRequest Request(ContainerQuestion question, RequestChannel channel)
    {
        var made = _requests[(int)channel];
        if (!made.TryGetValue(question.Name, out var request))
            made[question.Name] = request = PodRequests.Make(question.IsInBarePod ? WithoutContext() : _pod, question.Container, channel, place.NamespaceLabels, s_user);
        return request;
    }

    private JsonElement WithoutContext()
    {
        var copy = JsonObject.Create(_pod)!;
        copy["spec"]!.AsObject().Remove("securityContext");
        return JsonValues.ToElement(copy);
    }
}
