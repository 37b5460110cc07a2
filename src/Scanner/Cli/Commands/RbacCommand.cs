using System.CommandLine;
using Scanner.Cli.Flags;
using Scanner.Core.Cluster;
using Scanner.Core.Rbac.Facts;
using Scanner.Publishing.Terminal;
using Scanner.Rights;
using Scanner.Scans;
using Scanner.Usage;

namespace Scanner.Cli.Commands;

/// <summary><c>scanner rbac</c>: who can add ephemeral containers.</summary>
internal sealed class RbacCommand(CliHost host)
{
    private const int ReviewsAtOnce = 8;

    private readonly ConnectionFlags _connection = new();
    private readonly OfflineFlags _offline = new();
    private readonly ExceptionFlag _exceptions = new(host);
    private readonly ResultFlags _results = new();
    private readonly AllFlag _all = new();
    private readonly NamespaceFlags _namespaces = new();
    private readonly Option<string?> _subject = new("--subject")
    {
        Description = "Only this subject and the groups it is in by itself: User:NAME, Group:NAME or ServiceAccount:NAMESPACE/NAME",
        HelpName = "KIND:NAME",
    };

    private readonly Option<bool> _verify = new("--verify") { Description = "Have the server confirm each line by an access review, and print any difference" };

    private readonly Option<bool> _needed = new("--needed")
    {
        Description = "Print the rights that the scanner needs, as roles for kubectl apply, with why; contacts no cluster",
    };

    private readonly Option<string?> _for = new("--for") { Description = "With --needed: the rights of scanner run (default) or of a scan by a person", HelpName = "run|scan" };

    private readonly Option<string?> _fence = new("--fence")
    {
        Description = "Print the admission policy that keeps an account of scanner run to dry runs, for kubectl apply; contacts no cluster",
        HelpName = "KIND:NAME",
    };

    public Command Build()
    {
        var command = new Command("rbac", "Show who can add ephemeral containers, by which binding and role, and who could come by the right");
        foreach (var option in new Option[] { _subject, _verify, _needed, _for, _fence })
            command.Options.Add(option);
        _namespaces.AddTo(command);
        _results.AddTo(command);
        _all.AddTo(command);
        _offline.AddTo(command);
        _exceptions.AddTo(command);
        _connection.AddTo(command);
        command.SetAction((parsed, token) => RunAsync(parsed, token));
        return command;
    }

    /// <summary>What is printed without looking at any cluster; null when that was not asked for.</summary>
    private string? Manifest(ParseResult parsed)
    {
        var (fenced, needed, user) = (parsed.GetValue(_fence), parsed.GetValue(_needed), parsed.GetValue(_for));
        if (user is not (null or "run" or "scan"))
            throw new UsageException($"--for {user}: give run or scan");
        if (user is not null && !needed)
            throw new UsageException("--for: says whose rights --needed prints, give that too");
        if (fenced is not null && needed)
            throw new UsageException("--needed and --fence print two things, give one of them");
        if (fenced is not null)
            return FenceManifest.For(SubjectFlag.Parse(fenced, "--fence"));
        if (!needed)
            return null;
        var namespaces = _namespaces.Read(parsed);
        return namespaces.Length > 1
            ? throw new UsageException("--needed: -n is the namespace that the scanner is installed in, give one")
            : RightsManifest.Of(user == "scan" ? RightUser.Scan : RightUser.Run, namespaces.FirstOrDefault("ephemeral-scanner"));
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (Manifest(parsed) is { } manifest)
        {
            host.Out.Write(manifest);
            return ExitCode.Success;
        }

        var failOn = _results.FailOn(parsed);
        var subject = parsed.GetValue(_subject) is { } text ? SubjectFlag.Parse(text) : (Subject?)null;
        var verify = parsed.GetValue(_verify);
        var namespaces = _namespaces.Read(parsed);
        var from = _offline.Read(parsed);
        // Most exceptions are about what only a scan finds.
        var exceptions = _exceptions.Read(parsed, seesEverything: false, from);
        var view = _all.Read(parsed, failOn);
        using var outputs = _results.Open(parsed, host, terminal => new RbacTableWriter(terminal, verify, view, ExitCode.Of));
        if (from.Count > 0)
        {
            return OfflineFlags.Run(
                from, host, outputs, failOn, (input, at, took) => OfflineScan.RunRbac(input, namespaces, subject, exceptions, at, took), cancellationToken);
        }

        using var session = await host.Connector.ConnectAsync(_connection.Read(parsed), cancellationToken);
        var reference = new ClusterReference(session.Server, null, session.Context);
        var scan = new RbacScan(session.Client, session.Client.AccessReviews, host.Time);
        var result = await scan.RunAsync(namespaces, subject, verify ? ReviewsAtOnce : null, exceptions, reference, cancellationToken);
        return outputs.Finish(result, failOn, host.Error);
    }
}
