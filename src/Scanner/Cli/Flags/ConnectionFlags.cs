using System.CommandLine;
using Scanner.ApiServer.Connections;
using Scanner.ApiServer.Connections.Kubeconfigs;
using Scanner.Sessions;
using Scanner.Usage;

namespace Scanner.Cli.Flags;

/// <summary>Connection flags as kubectl has them, and the rate limit.</summary>
/// <param name="withRateLimit">False where the limit is a setting like others.</param>
internal sealed class ConnectionFlags(bool withRateLimit = true)
{
    private const double DefaultRateLimit = 50;

    private readonly Option<string?> _kubeconfig = new("--kubeconfig") { Description = "Kubeconfig to read, and no other", HelpName = "FILE" };
    private readonly Option<string?> _context = new("--context") { Description = "Context of the kubeconfig to use", HelpName = "NAME" };
    private readonly Option<string?> _cluster = new("--cluster") { Description = "Cluster of the kubeconfig to use", HelpName = "NAME" };
    private readonly Option<string?> _user = new("--user") { Description = "User of the kubeconfig to use", HelpName = "NAME" };
    private readonly Option<string?> _server = new("--server", "-s") { Description = "Address of the API server", HelpName = "URL" };
    private readonly Option<string?> _token = new("--token") { Description = "Bearer token for the API server", HelpName = "TOKEN" };
    private readonly Option<string?> _username = new("--username") { Description = "User name for basic authentication", HelpName = "NAME" };
    private readonly Option<string?> _password = new("--password") { Description = "Password for basic authentication", HelpName = "PASSWORD" };
    private readonly Option<string?> _certificate = new("--client-certificate") { Description = "PEM file of the client certificate", HelpName = "FILE" };
    private readonly Option<string?> _key = new("--client-key") { Description = "PEM file of the client certificate's key", HelpName = "FILE" };
    private readonly Option<string?> _authority = new("--certificate-authority") { Description = "PEM file of the authorities to trust", HelpName = "FILE" };
    private readonly Option<bool> _insecure = new("--insecure-skip-tls-verify") { Description = "Believe any certificate of the server: insecure" };
    private readonly Option<string?> _tlsName = new("--tls-server-name") { Description = "Name that the server's certificate must have", HelpName = "NAME" };
    private readonly Option<string?> _as = new("--as") { Description = "User to impersonate", HelpName = "USER" };
    private readonly Option<string[]> _asGroup = new("--as-group") { Description = "Group to impersonate, repeatable", HelpName = "GROUP" };
    private readonly Option<string?> _asUid = new("--as-uid") { Description = "UID to impersonate", HelpName = "UID" };
    private readonly Option<string[]> _asExtra = new("--as-user-extra") { Description = "Attribute to impersonate, repeatable", HelpName = "KEY=VALUE" };
    private readonly Option<bool> _uncompressed = new("--disable-compression") { Description = "Ask for answers without gzip" };
    private readonly Option<string?> _timeout = new("--request-timeout")
    {
        Description = "Longest wait for one request, repetitions included, such as 5s or 2m; a plain number means seconds, 0 no limit "
            + "(default: 32s an attempt, 2m with repetitions); a scan as a whole has no limit",
        HelpName = "DURATION",
    };

    private readonly Option<double> _rateLimit = new("--rate-limit")
    {
        Description = "Most requests a second (0.1 to 1000)",
        HelpName = "NUMBER",
        DefaultValueFactory = _ => DefaultRateLimit,
    };

    private Option[] Identity => [_user, _token, _username, _password, _certificate, _key, _as, _asUid, _asGroup, _asExtra];

    public void AddTo(Command command)
    {
        Option[] all = [_kubeconfig, _context, _cluster, _server, .. Identity, _authority, _insecure, _tlsName, _uncompressed, _timeout];
        foreach (var option in all)
            command.Options.Add(option);
        if (withRateLimit)
            command.Options.Add(_rateLimit);
    }

    /// <summary>Whether the user says which cluster is meant, or as whom.</summary>
    public bool IsAnyGiven(ParseResult parsed)
    {
        Option[] telling = [_kubeconfig, _context, _cluster, _server, .. Identity];
        return telling.Any(o => parsed.GetResult(o) is { Implicit: false });
    }

    /// <exception cref="UsageException">A value is out of range.</exception>
    /// <exception cref="ConnectionConfigurationException">A group, uid or attribute is to be impersonated without a user.</exception>
    public ConnectionSettings Read(ParseResult parsed)
    {
        var rate = withRateLimit ? parsed.GetValue(_rateLimit) : DefaultRateLimit;
        if (rate is not (>= 0.1 and <= 1000))
            throw new UsageException($"--rate-limit {rate}: give requests a second between 0.1 and 1000");
        var timeout = parsed.GetValue(_timeout);
        if (timeout is not null && !RequestTimeout.TryParse(timeout, out _))
            throw new UsageException($"--request-timeout {timeout}: give a duration such as 30s or 2m");
        var options = new ConnectionOptions
        {
            Kubeconfig = parsed.GetValue(_kubeconfig),
            Context = parsed.GetValue(_context),
            Cluster = parsed.GetValue(_cluster),
            User = parsed.GetValue(_user),
            Server = parsed.GetValue(_server),
            Token = parsed.GetValue(_token),
            Username = parsed.GetValue(_username),
            Password = parsed.GetValue(_password),
            ClientCertificate = parsed.GetValue(_certificate),
            ClientKey = parsed.GetValue(_key),
            CertificateAuthority = parsed.GetValue(_authority),
            InsecureSkipTlsVerify = parsed.GetValue(_insecure),
            TlsServerName = parsed.GetValue(_tlsName),
            ImpersonateUser = parsed.GetValue(_as),
            ImpersonateUid = parsed.GetValue(_asUid),
            ImpersonateExtra = parsed.GetValue(_asExtra) ?? [],
            DisableCompression = parsed.GetValue(_uncompressed),
            ImpersonateGroups = parsed.GetValue(_asGroup) ?? [],
            RequestTimeout = RequestTimeout.TryParse(timeout, out var limit) ? limit : null,
        };
        if (options.ImpersonateExtra.Any(extra => extra.IndexOf('=', StringComparison.Ordinal) <= 0))
            throw new UsageException("--as-user-extra takes KEY=VALUE");
        // The user may be in the kubeconfig (as); nothing is sent to find out.
        var belongsToAUser = options.ImpersonateGroups.Count + options.ImpersonateExtra.Count > 0 || !string.IsNullOrEmpty(options.ImpersonateUid);
        if (belongsToAUser && string.IsNullOrEmpty(options.ImpersonateUser))
            KubeconfigLoader.Load(options, ConnectionEnvironment.OfThisProcess());
        return new ConnectionSettings(options, rate);
    }
}
