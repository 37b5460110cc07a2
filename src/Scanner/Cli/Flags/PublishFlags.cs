using System.CommandLine;
using Scanner.Usage;

namespace Scanner.Cli.Flags;

/// <summary>The flags that also write the result into reports.</summary>
internal sealed class PublishFlags
{
    private readonly Option<bool> _publish = new("--publish")
    {
        Description = "Also write the result into the cluster's reports (PolicyReport, or Report of openreports.io), as the worker does",
    };

    private readonly Option<bool> _force = new("--force") { Description = "With --publish: also while a worker leads, which will write its own again" };

    public void AddTo(Command command)
    {
        command.Options.Add(_publish);
        command.Options.Add(_force);
    }

    /// <returns>Whether a worker that leads is no reason not to; null when nothing is to be published.</returns>
    /// <param name="probes">Whether the scan probes.</param>
    /// <exception cref="UsageException">Flags that contradict each other.</exception>
    public bool? Read(ParseResult parsed, bool probes)
    {
        var (publish, force) = (parsed.GetValue(_publish), parsed.GetValue(_force));
        if (force && !publish)
            throw new UsageException("--force needs --publish: nothing else is written");
        if (publish && !probes)
            throw new UsageException("--publish has no place beside --no-probe: every report would say Unknown. Leave one of them out");
        return publish ? force : null;
    }
}
