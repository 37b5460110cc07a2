using System.Collections;
using Scanner.ApiServer.Connections.Processes;

namespace Scanner.ApiServer.Connections;

/// <summary>What the connection takes from the machine around it, so that nothing here reads globals.</summary>
public sealed record ConnectionEnvironment
{
    /// <summary>Where the kubelet puts the service account of a pod.</summary>
    public const string DefaultServiceAccountDirectory = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Environment variables; credential plugins inherit them.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>The home directory, for <c>~/.kube/config</c>; null when the user has none.</summary>
    public string? HomeDirectory { get; init; }

    /// <summary>What relative paths in flags and variables are relative to.</summary>
    public required string CurrentDirectory { get; init; }

    /// <summary>Where a pod finds <c>token</c>, <c>ca.crt</c> and <c>namespace</c>.</summary>
    public string ServiceAccountDirectory { get; init; } = DefaultServiceAccountDirectory;

    /// <summary>Whether a user could answer a credential plugin's questions on standard input.</summary>
    public bool Interactive { get; init; }

    /// <summary>Where an interactive credential plugin's prompts go, and what a user should know about a login.</summary>
    public TextWriter Prompts { get; init; } = TextWriter.Null;

    /// <summary>How credential plugins are run.</summary>
    public IProcessRunner Processes { get; init; } = new ProcessRunner(TimeProvider.System);

    /// <summary>The clock that credentials expire by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The environment of this process.</summary>
    public static ConnectionEnvironment OfThisProcess()
    {
        var variables = new Dictionary<string, string>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            variables[(string)variable.Key] = (string?)variable.Value ?? "";

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return new ConnectionEnvironment
        {
            Variables = variables,
            HomeDirectory = home.Length == 0 ? null : home,
            CurrentDirectory = Environment.CurrentDirectory,
            Interactive = !Console.IsInputRedirected,
            Prompts = Console.Error,
        };
    }

    /// <summary>The value of an environment variable; null when it is not set or empty.</summary>
    public string? Variable(string name) => Variables.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
