using Polly;
using Polly.Retry;
using Polly.Timeout;
using Scanner.ApiServer.Answers;

namespace Scanner.ApiServer.Transport;

/// <summary>When a call is sent again, and how long it may take.</summary>
internal static class Resilience
{
    /// <summary>A server that asks for a longer pause than this is not waited for.</summary>
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);

    /// <summary>The limit of a call as a whole, what it waits for the rate limit included.</summary>
    public static ResiliencePipeline<Attempt> Deadline(ClientOptions options, TimeProvider time) =>
        new ResiliencePipelineBuilder<Attempt> { TimeProvider = time }.AddTimeout(options.Deadline).Build();

    /// <param name="repeatFailures">
    /// Repeat after 5xx, broken connections and time limits too. Otherwise only after 429, which says that nothing was done.
    /// </param>
    public static ResiliencePipeline<Attempt> Build(ClientOptions options, TimeProvider time, bool repeatFailures)
    {
        var builder = new ResiliencePipelineBuilder<Attempt> { TimeProvider = time };
        if (options.GiveUpAfter is { } limit)
            builder.AddTimeout(limit);
        if (options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<Attempt>
            {
                MaxRetryAttempts = options.Retries,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Randomizer = options.Random.NextDouble,
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is null && IsWorthRepeating(args.Outcome.Result, repeatFailures)),
                DelayGenerator = args => ValueTask.FromResult(args.Outcome.Result.Status?.RetryAfter),
                OnRetry = args =>
                {
                    args.Outcome.Result.Response?.Dispose();
                    return default;
                },
            });
        }

        return builder.Build();
    }

    /// <exception cref="TimeoutException">The limit passed, and nobody cancelled.</exception>
    public static async Task<T> WithTimeoutAsync<T>(
        TimeSpan limit,
        TimeProvider time,
        Func<CancellationToken, Task<T>> call,
        CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await call(either.Token);
        }
        catch (OperationCanceledException e) when (e is not NotSentException && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("the time limit of the request passed", e);
        }
    }

    private static bool IsWorthRepeating(Attempt attempt, bool repeatFailures)
    {
        if (attempt.Status is { } status)
        {
            if (status.RetryAfter > s_longestPause)
                return false;
            return status.Code == 429 || (repeatFailures && status.Code is 500 or 502 or 503 or 504);
        }

        return repeatFailures && attempt.Failure is { Kind: TransportFailureKind.Connection or TransportFailureKind.Timeout };
    }
}
