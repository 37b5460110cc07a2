using Scanner.ApiServer.Connections.Credentials;
using Scanner.ApiServer.Connections.Processes;

namespace Scanner.ApiServer.Connections.Exec;

/// <summary>Credentials of a plugin (<c>client.authentication.k8s.io</c>), run when the last answer has expired or was rejected.</summary>
internal sealed class ExecCredentialSource(ExecPlugin plugin, ConnectionEnvironment environment) : ICredentialSource
{
    /// <summary>Longest run of a plugin that talks to nobody.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(1);

    /// <summary>Longest run of a plugin that may wait for a user.</summary>
    public static readonly TimeSpan InteractiveTimeLimit = TimeSpan.FromMinutes(5);

    /// <summary>Most bytes a plugin may print; certificates are some kilobytes.</summary>
    public const int OutputLimit = 1 << 20;

    private readonly RenewedCredential _credential = new(environment.Clock);

    public ValueTask<Credential> GetAsync(CancellationToken cancellationToken) => _credential.GetAsync(RunAsync, cancellationToken);

    public void Invalidate(Credential rejected) => _credential.Drop(rejected);

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
