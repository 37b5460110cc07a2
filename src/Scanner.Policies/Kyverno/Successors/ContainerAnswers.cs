using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Coverage;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Kyverno.Successors;

/// <summary>What a policy says to containers in one place.</summary>
internal static class ContainerAnswers
{
    private static readonly RequestUser s_user = new("made-up", ["system:authenticated"]);

    /// <summary>The names of the questions whose container is denied or reported through one of the channels.</summary>
    /// <returns>Null where an answer depends on what is not known, or the policy fails.</returns>
    public static ImmutableHashSet<string>? Denied(
        IPolicy policy, ScopeExample place, IEnumerable<ContainerQuestion> questions, params ReadOnlySpan<RequestChannel> channels)
    {
        var denied = ImmutableHashSet.CreateBuilder<string>();
        var whole = MadeUpPod.In(place.Namespace, MadeUpPod.Labels.SetItems(place.PodLabels));
        var bare = WithoutContext(whole);
        foreach (var question in questions)
        {
            foreach (var channel in channels)
            {
                var request = PodRequests.Make(question.IsInBarePod ? bare : whole, question.Container, channel, place.NamespaceLabels, s_user);
                foreach (var (_, decision) in policy.Decide(request))
                {
                    if (decision is PolicyDecision.Unknown or PolicyDecision.Failed)
                        return null;
                    if (VariantAnswers.IsDenial(decision))
                        denied.Add(question.Name);
                }
            }
        }

        return denied.ToImmutable();
    }

    private static JsonElement WithoutContext(JsonElement pod)
    {
        var copy = JsonObject.Create(pod)!;
        copy["spec"]!.AsObject().Remove("securityContext");
        return JsonValues.ToElement(copy);
    }
}
