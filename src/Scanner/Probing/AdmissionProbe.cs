using System.Collections.Immutable;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.DryRuns;
using Scanner.ApiServer.Transport;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Cluster;
using Scanner.Decoding;

namespace Scanner.Probing;

/// <summary>Sends one dry run and reads back what would be. Holds nothing but the dry-run client, so it cannot change anything.</summary>
internal sealed class AdmissionProbe(IDryRunClient dryRun, string image)
{
    /// <summary>Every probe's container is called so, with a random suffix: no policy or log rule can take it for a user's.</summary>
    public const string ContainerPrefix = ProbeNames.Prefix;

    private const int MostRepetitions = 3;

    /// <summary>The image that probes name unless they are given another.</summary>
    public string Image => image;

    public static string NewContainerName() => ContainerPrefix + Random.Shared.GetHexString(5, lowercase: true);

    /// <summary>PATCH of <c>pods/NAME/ephemeralcontainers</c>.</summary>
    /// <param name="ownImage">Named in the place of <see cref="Image"/>; null for that.</param>
    public async Task<ProbeAnswer> AddEphemeralAsync(
        string ns,
        string pod,
        ProbeProfile profile,
        string containerName,
        string? ownImage,
        CancellationToken cancellationToken)
    {
        var path = ResourcePath.Core("pods", ns, pod, "ephemeralcontainers");
        var patch = ProbeManifest.EphemeralContainerPatch(profile, containerName, ownImage ?? image);
        return await AskAsync(() => dryRun.PatchAsync(path, patch, ProbedContainerReader.OfEphemeral(containerName), cancellationToken));
    }

    /// <summary>POST of a pod with one regular container.</summary>
    /// <inheritdoc cref="AddEphemeralAsync"/>
    public async Task<ProbeAnswer> CreateRegularAsync(string ns, ProbeProfile profile, string containerName, string? ownImage, CancellationToken cancellationToken)
    {
        var manifest = ProbeManifest.RegularPod(profile, containerName, ownImage ?? image);
        var path = ResourcePath.Core("pods", ns);
        return await AskAsync(() => dryRun.CreateAsync(path, manifest, ProbedContainerReader.OfRegular(containerName), cancellationToken));
    }

    // A connection that lay idle may be dead when a probe takes it, and where a load balancer has forgotten them several are, one after
    // the other. The client repeats no write by itself; a dry run has changed nothing, so here it may be asked again. An answer is never
    // asked for twice.
    private static async Task<ProbeAnswer> AskAsync(Func<Task<ApiAnswer<SecurityContextFacts?>>> ask)
    {
        var answer = await ask();
        ApiAnswer<SecurityContextFacts?>.Failed? broken = null;
        for (var again = 0; again < MostRepetitions && answer is ApiAnswer<SecurityContextFacts?>.Failed { Failure.Kind: TransportFailureKind.Connection } failed; again++)
        {
            broken = failed;
            answer = await ask();
        }

        var last = ProbeAnswers.Of(answer);
        // An API server that has just started refuses everybody until it has read its roles, and what broke the connection may have been its restart.
        return broken is not null && last is ProbeAnswer.Refused refused && AnswerClassifier.RefusesRights(refused)
            ? new ProbeAnswer.Failed(TimedOut: false, $"{broken.Failure.Message}; asked again, a server that may have just started refused it: {refused.Message}")
            : last;
    }
}
