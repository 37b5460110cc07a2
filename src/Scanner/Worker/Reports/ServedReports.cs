using Microsoft.Extensions.Logging;
using Scanner.Reports;
using Scanner.Worker.Caches;

namespace Scanner.Worker.Reports;

/// <summary>Follows the reports of the API that is wanted and served, which may change while the worker runs.</summary>
internal sealed class ServedReports(ReportFollower follower, ReportOptions options, ClusterWatch watch, ILogger<ServedReports> log)
{
    private string _notWriting = "";

    /// <returns>True when another API is followed from now on, or none.</returns>
    public async Task<bool> FollowAsync(CancellationToken cancellationToken)
    {
        // As long as the server did not say what it serves, what was chosen stays.
        if (options.Choice == ReportChoice.None || watch.Groups is not { IsDefault: false } groups)
            return false;
        var target = ReportTarget.Choose(options.Choice, groups);
        Tell(target);
        if (target == follower.Target)
            return false;
        await follower.FollowAsync(target, cancellationToken);
        return true;
    }

    // Once for each answer.
    private void Tell(ReportTarget? target)
    {
        if (target is not null)
        {
            _notWriting = "";
            if (target != follower.Target)
                log.Writing(target.Api.Kind, target.Api.ApiVersion, options.Instance);
            return;
        }

        var why = $"the cluster serves no {string.Join(" and no ", ReportTarget.Wanted(options.Choice).Select(t => t.Api.ApiVersion))}";
        if (why != _notWriting)
            log.NotWriting(why);
        _notWriting = why;
    }
}
