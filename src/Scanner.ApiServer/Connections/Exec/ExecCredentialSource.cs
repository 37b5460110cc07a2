using Scanner.ApiServer.Connections.Credentials;
using Scanner.ApiServer.Connections.Processes;

namespace Scanner.ApiServer.Connections.Exec;

/// <summary>
/// Credentials of a plugin (<c>client.authentication.k8s.io</c>), run when the last answer has expired or was rejected. One run at a
/// time; a failure is handed to everybody who waited for it instead of trying again for each.
/// </summary>
internal sealed class ExecCredentialSource(ExecPlugin plugin, ConnectionEnvironment environment) : ICredentialSource
{
    /// <summary>Longest run of a plugin that talks to nobody.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(1);

    /// <summary>Longest run of a plugin that may wait for a user.</summary>
    public static readonly TimeSpan InteractiveTimeLimit = TimeSpan.FromMinutes(5);

    /// <summary>Most bytes a plugin may print; certificates are some kilobytes.</summary>
    public const int OutputLimit = 1 << 20;

    // A credential that ends while its request is under way would be rejected.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FailureHolds = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile ExpiringCredential? _current;
    private ConnectionConfigurationException? _failure;
    private DateTimeOffset _failedAt;

    public async ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        if (Usable(_current) is { } held)
            return held;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (Usable(_current) is { } renewed)
                return renewed;
            if (_failure is not null && environment.Clock.GetUtcNow() - _failedAt < FailureHolds)
                throw new ConnectionConfigurationException(_failure);
            _current = await RunAsync(cancellationToken);
            _failure = null;
            return _current.Credential;
        }
        catch (ConnectionConfigurationException e)
        {
            if (_failure is null || environment.Clock.GetUtcNow() - _failedAt >= FailureHolds)
                (_failure, _failedAt) = (e, environment.Clock.GetUtcNow());
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Invalidate(Credential rejected)
    {
        var held = _current;
        if (held is not null && held.Credential.Equals(rejected))
            Interlocked.CompareExchange(ref _current, null, held);
    }

    private Credential? Usable(ExpiringCredential? held) =>
        held is not null && (held.ExpiresAt is not { } end || environment.Clock.GetUtcNow() < end - Margin) ? held.Credential : null;

    private async Task<ExpiringCredential> RunAsync(CancellationToken cancellationToken)
    {
        var result = await StartAsync(Request(), cancellationToken);
        return result switch
        {
            { End: ProcessEnd.TimedOut } => throw plugin.Error("did not end in time and was stopped" + Said(result)),
            { End: ProcessEnd.WroteTooMuch } => throw plugin.Error($"printed more than {OutputLimit} bytes and was stopped"),
            { ExitCode: not 0 } => throw plugin.Error($"failed with exit code {result.ExitCode}{Said(result)}"),
            _ => ExecCredentialResponse.Read(result.Output, plugin),
        };
    }

    private ProcessRequest Request()
    {
        var interactive = plugin.InteractiveMode != ExecInteractiveMode.Never && environment.Interactive;
        if (plugin.InteractiveMode == ExecInteractiveMode.Always && !interactive)
            throw plugin.Error("needs a user to talk to (interactiveMode Always), but standard input is not a terminal");

        var variables = new Dictionary<string, string>(environment.Variables);
        foreach (var (name, value) in plugin.Variables)
            variables[name] = value;
        variables[ExecCredentialRequest.Variable] = ExecCredentialRequest.Write(plugin, interactive);
        return new ProcessRequest
        {
            Executable = ExecutableFinder.Find(plugin.Program, environment)
                ?? throw plugin.Error("is not installed or not executable" + Hint()),
            Arguments = plugin.Arguments,
            Variables = variables,
            Prompts = interactive ? environment.Prompts : null,
            TimeLimit = interactive ? InteractiveTimeLimit : TimeLimit,
            OutputLimit = OutputLimit,
        };
    }

    private async Task<ProcessResult> StartAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await environment.Processes.RunAsync(request, cancellationToken);
        }
        catch (IOException e)
        {
            throw plugin.Error($"cannot be run: {e.Message}{Hint()}", e);
        }
    }

    private string Hint() => plugin.InstallHint is { } hint ? "; " + hint : "; install it or correct the command";

    private static string Said(ProcessResult result) =>
        SingleLine.Of(result.ErrorOutput, limit: 500) is { Length: > 0 } text ? ": " + text : "";
}
