using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Writes;

namespace Scanner.Worker.Leading;

/// <summary>
/// Gets, renews and releases the lease: what client-go's <c>leaderelection</c> does in one attempt
/// (https://pkg.go.dev/k8s.io/client-go/tools/leaderelection). Clocks of two machines are never compared: a lease has run out when this
/// process has seen no change of it for its duration. Not thread-safe.
/// </summary>
internal sealed class LeaseKeeper(ILeaseClient client, LeaderElectionOptions options, TimeProvider time)
{
    // As last read or written; null before, and while it is unknown what became of a write.
    private Lease? _lease;

    private LeaseSpec? _seen;
    private long _seenAt;

    /// <summary>Whether the server may think that we hold the lease: we do, or we sent a write without hearing how it ended.</summary>
    public bool MayHold { get; private set; }

    /// <summary>One attempt: at most a write, a read and another write.</summary>
    public async Task<LeaseAttempt> TryAsync(CancellationToken cancellationToken)
    {
        // The holder renews by one request, without reading first: a change by anybody else is a conflict.
        if (_lease is { } held && IsOurs(held.Spec) && await TakeAsync(held, cancellationToken) is { } renewed)
            return renewed;

        for (var round = 0; round < 2; round++)
        {
            var answer = await client.GetAsync(options.LeaseNamespace, options.LeaseName, cancellationToken);
            if (answer is ApiAnswer<Lease>.Ok { Value: var lease })
                See(lease);
            else if (!IsAbsent(answer))
                return Explain("get", answer);
            else
                _lease = null;

            if (_lease is { Spec: var spec } && !IsOurs(spec) && Remaining(spec) is var left && left > TimeSpan.Zero)
            {
                MayHold = false;
                return new LeaseAttempt.HeldByOther(spec.HolderIdentity, left);
            }

            if (await TakeAsync(_lease, cancellationToken) is { } taken)
                return taken;
        }

        return new LeaseAttempt.Contended();
    }

    /// <summary>Gives the lease back, if it is ours, so that another can have it at once.</summary>
    /// <returns>Null when it is not ours any more; else why it may still be.</returns>
    public async Task<string?> ReleaseAsync()
    {
        if (!MayHold)
            return null;
        using var limit = new CancellationTokenSource(options.ReleaseLimit, time);
        var problem = $"no answer within {options.ReleaseLimit.TotalSeconds:0.#} s";
        try
        {
            while (await TryReleaseAsync(limit.Token) is { } failed)
            {
                problem = failed;
                await Task.Delay(Jitter.Lengthen(options.ReleaseLimit / 5, options.Random), time, limit.Token);
            }

            MayHold = false;
            return null;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return problem;
        }
    }

    private async Task<string?> TryReleaseAsync(CancellationToken cancellationToken)
    {
        if (_lease is null)
        {
            var answer = await client.GetAsync(options.LeaseNamespace, options.LeaseName, cancellationToken);
            if (IsAbsent(answer))
                return null;
            if (answer is not ApiAnswer<Lease>.Ok { Value: var read })
                return answer.Describe();
            _lease = read;
        }

        var lease = _lease;
        if (!IsOurs(lease.Spec))
            return null;
        _lease = null;
        var now = time.GetUtcNow();
        // One second, as client-go: for those who look at the times only.
        var free = lease.Spec with { HolderIdentity = "", LeaseDurationSeconds = 1, AcquireTime = now, RenewTime = now };
        var released = await client.UpdateAsync(lease, free, cancellationToken);
        return released is ApiAnswer<Lease>.Ok || IsAbsent(released) ? null : released.Describe();
    }

    /// <summary>Writes the lease as ours; null when it has changed meanwhile.</summary>
    private async Task<LeaseAttempt?> TakeAsync(Lease? current, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        (MayHold, _lease) = (true, null);
        var spec = Ours(current?.Spec);
        var answer = current is null
            ? await client.CreateAsync(options.LeaseNamespace, options.LeaseName, spec, cancellationToken)
            : await client.UpdateAsync(current, spec, cancellationToken);
        switch (answer)
        {
            // Whoever answered has not stored what was sent.
            case ApiAnswer<Lease>.Ok { Value.Spec: var stored } when !IsOurs(stored):
                return new LeaseAttempt.Failed($"cannot write lease {options.LeaseNamespace}/{options.LeaseName}: the answer shows another holder");
            case ApiAnswer<Lease>.Ok ok:
                See(ok.Value);
                return new LeaseAttempt.Held(since);
            case ApiAnswer<Lease>.Refused { Status.Code: 409 }:
            case ApiAnswer<Lease>.Refused when current is not null && IsAbsent(answer):
                return null;
            default:
                return Explain(current is null ? "create" : "update", answer);
        }
    }

    private LeaseSpec Ours(LeaseSpec? before)
    {
        var now = time.GetUtcNow();
        var renewed = before is not null && IsOurs(before);
        return new LeaseSpec
        {
            HolderIdentity = options.Identity,
            LeaseDurationSeconds = (int)options.LeaseDuration.TotalSeconds,
            AcquireTime = renewed ? before!.AcquireTime : now,
            RenewTime = now,
            LeaseTransitions = before is null ? 0 : before.LeaseTransitions + (renewed ? 0 : 1),
        };
    }

    private void See(Lease lease)
    {
        _lease = lease;
        // The spec alone: who puts a label on the Lease does not renew it.
        if (lease.Spec == _seen)
            return;
        (_seen, _seenAt) = (lease.Spec, time.GetTimestamp());
    }

    /// <summary>How long the lease that was just seen runs on without a change; zero when it is free.</summary>
    private TimeSpan Remaining(LeaseSpec spec)
    {
        if (spec.HolderIdentity.Length == 0)
            return TimeSpan.Zero;
        // The holder's duration, not ours: the two may be of different versions, and configured differently.
        var duration = spec.LeaseDurationSeconds is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : options.LeaseDuration;
        return duration - time.GetElapsedTime(_seenAt);
    }

    private bool IsOurs(LeaseSpec spec) => spec.HolderIdentity == options.Identity;

    // A 404 that names another object is about the namespace, and creating would not help.
    private bool IsAbsent(ApiAnswer<Lease> answer) =>
        answer is ApiAnswer<Lease>.Refused { Status: { Code: 404, IsNotServed: false } status } && status.DetailsName == options.LeaseName;

    private LeaseAttempt Explain(string verb, ApiAnswer<Lease> answer) => answer is ApiAnswer<Lease>.Refused { Status.IsForbidden: true }
        ? new LeaseAttempt.Forbidden(
            $"may not {verb} leases in namespace {options.LeaseNamespace}: grant the rule {{apiGroups: [\"coordination.k8s.io\"], resources: [\"leases\"], "
            + $"verbs: [\"get\", \"create\", \"update\"]}} there, or run one replica with --leader-election false ({answer.Describe()})")
        : new LeaseAttempt.Failed($"cannot {verb} lease {options.LeaseNamespace}/{options.LeaseName}: {answer.Describe()}");
}
