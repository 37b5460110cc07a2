using Scanner.ApiServer.Answers;
using Scanner.ApiServer.DryRuns;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Wire;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Cluster;
using Scanner.Probing;

namespace Scanner.Tests.Probing;

public sealed class AdmissionProbeTests
{
    private const string NoRoles = "pods \"web\" is forbidden: User \"worker\" cannot patch resource \"pods/ephemeralcontainers\" in API group \"\" in the namespace \"open\"";
    private const string Policy = "pods \"web\" is forbidden: violates PodSecurity \"baseline:latest\": privileged";

    private static readonly ApiAnswer<SecurityContextFacts?> s_broken =
        new ApiAnswer<SecurityContextFacts?>.Failed(new TransportFailure(TransportFailureKind.Connection, "connection reset"));

    /// <summary>An API server that has just started refuses everybody, and the broken connection is what its restart looks like.</summary>
    [Theory]
    [InlineData(403, NoRoles)]
    [InlineData(401, "Unauthorized")]
    public async Task RefusedAfterABrokenConnection_IsAFailure(int code, string message)
    {
        var failed = Assert.IsType<ProbeAnswer.Failed>(await AskAsync(s_broken, Refused(code, message)));
        Assert.False(failed.TimedOut);
        Assert.StartsWith("connection reset; ", failed.Message, StringComparison.Ordinal);
        Assert.EndsWith(message, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefusedAtOnce_IsBelieved() =>
        Assert.Equal(NoRoles, Assert.IsType<ProbeAnswer.Refused>(await AskAsync(Refused(403, NoRoles))).Message);

    /// <summary>A policy is nothing that a server forgets when it starts.</summary>
    [Fact]
    public async Task DeniedByAPolicyAfterABrokenConnection_IsBelieved() =>
        Assert.Equal(Policy, Assert.IsType<ProbeAnswer.Refused>(await AskAsync(s_broken, Refused(403, Policy))).Message);

    [Fact]
    public async Task AdmittedAfterBrokenConnections_IsBelieved() =>
        Assert.IsType<ProbeAnswer.Accepted>(await AskAsync(s_broken, s_broken, s_broken, new ApiAnswer<SecurityContextFacts?>.Ok(null, 200, [])));

    [Fact]
    public async Task EveryConnectionIsBroken_IsGivenUpAfterThreeRepetitions() =>
        Assert.Equal("connection reset", Assert.IsType<ProbeAnswer.Failed>(await AskAsync(s_broken, s_broken, s_broken, s_broken)).Message);

    private static ApiAnswer<SecurityContextFacts?> Refused(int code, string message) =>
        new ApiAnswer<SecurityContextFacts?>.Refused(new ApiStatus { Code = code, Message = message }, []);

    /// <summary>All of <paramref name="answers"/> are asked for.</summary>
    private static async Task<ProbeAnswer> AskAsync(params ApiAnswer<SecurityContextFacts?>[] answers)
    {
        var dryRun = new Scripted(answers);
        var answer = await new AdmissionProbe(dryRun, "pause").AddEphemeralAsync("open", "web", ProbeProfile.Privileged, "c", null, CancellationToken.None);
        Assert.Equal(answers.Length, dryRun.Asked);
        return answer;
    }

    private sealed class Scripted(ApiAnswer<SecurityContextFacts?>[] answers) : IDryRunClient
    {
        public int Asked { get; private set; }

        public Task<ApiAnswer<T>> PatchAsync<T>(ResourcePath path, ReadOnlyMemory<byte> patch, IObjectReader<T> reader, CancellationToken cancellationToken) =>
            Task.FromResult((ApiAnswer<T>)(object)answers[Asked++]);

        public Task<ApiAnswer<T>> CreateAsync<T>(ResourcePath path, ReadOnlyMemory<byte> manifest, IObjectReader<T> reader, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
