using System.CommandLine;
using Scanner.ApiServer.Connections.Kubeconfigs;
using Scanner.Core;
using Scanner.Remote;
using Scanner.Usage;

namespace Scanner.Cli.Flags;

/// <summary>The flags that take the result from a worker instead of scanning.</summary>
internal sealed class UrlFlags
{
    /// <summary>What makes sense when another program has scanned.</summary>
    private static readonly string[] s_companions =
    [
        "--url", "--token", "--token-file", "--certificate-authority", "--insecure-skip-tls-verify", "--tls-server-name", "--request-timeout",
        "--output", "--fail-on", "--all",
    ];

    private readonly Option<string?> _url = new("--url")
    {
        Description = "Show what the worker at this address knows (scanner run --web-listen) instead of scanning; --token is for the worker then",
        HelpName = "URL",
    };

    private readonly Option<string?> _tokenFile = new("--token-file") { Description = "With --url: file that holds the bearer token", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        command.Options.Add(_url);
        command.Options.Add(_tokenFile);
    }

    /// <summary>Null for a scan.</summary>
    /// <param name="connection">As the other flags have it.</param>
    /// <exception cref="UsageException">Flags that contradict each other, or a token that may not go there.</exception>
    public PostureRequest? Read(ParseResult parsed, Func<ConnectionOptions> connection)
    {
        var file = parsed.GetValue(_tokenFile);
        if (parsed.GetValue(_url) is not { } url)
            return file is null ? null : throw new UsageException("--token-file needs --url: for the API server give --token, or a kubeconfig");
        if (Companions.Stranger(parsed, s_companions) is { } stranger)
            throw new UsageException($"{stranger} has no place beside --url: the worker has scanned already, as its own settings say. Leave one of them out");
        var options = connection();
        if (file is not null && options.Token is not null)
            throw new UsageException("--token and --token-file: give one of them");
        return PostureRequest.Of(url, file is null ? Checked("--token", options.Token) : Checked($"--token-file {PlainText.OneLine(file)}", ReadFile(file)), options);
    }

    private static string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"--token-file {PlainText.OneLine(path)}: {PlainText.OneLine(e.Message)}", e);
        }
    }

    // The token is a secret: it is never quoted.
    private static string? Checked(string flag, string? token) => token is null || (token.Length > 0 && token.All(c => c is > ' ' and <= '~'))
        ? token
        : throw new UsageException($"{flag}: is no token: it is empty, or holds a blank, a line break or a strange character");
}
