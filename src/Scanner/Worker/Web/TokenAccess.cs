using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Reviews;
using Scanner.Publishing.Web;

namespace Scanner.Worker.Web;

/// <summary>
/// Asks the API server whose a token is and then whether they may get the posture, as kube-rbac-proxy does. Who may is remembered for a moment by
/// a hash of the token; who may not is asked about each time, because that may change at once.
/// </summary>
internal sealed class TokenAccess(ITokenReviewClient tokens, IPathReviewClient rights, TimeProvider time, ILogger log) : IPostureAccess
{
    /// <summary>As long as an API server remembers what it delegates, by default.</summary>
    private static readonly TimeSpan s_remembered = TimeSpan.FromSeconds(10);

    private const int MostRemembered = 256;

    /// <summary>Whoever sends made-up tokens must not reach the API server as fast as they can.</summary>
    private const int MostAskedASecond = 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _allowedAt = [];
    private long _second;
    private int _asked;
    private bool _failing;

    public async Task<PostureAccess> CheckAsync(string token, CancellationToken cancellationToken)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (IsRemembered(key))
            return PostureAccess.Allowed;
        if (!MayAsk())
            return PostureAccess.NotChecked;
        var (access, problem) = await AskAsync(token, cancellationToken);
        // A server may quote what it was sent.
        Tell(problem?.Replace(token, "[token]", StringComparison.Ordinal));
        if (access == PostureAccess.Allowed)
            Remember(key);
        return access;
    }

    private async Task<(PostureAccess Access, string? Problem)> AskAsync(string token, CancellationToken cancellationToken)
    {
        var who = await tokens.ReviewAsync(token, cancellationToken);
        if (who is not ApiAnswer<TokenIdentity?>.Ok { Value: var user })
            return (PostureAccess.NotChecked, $"create tokenreviews.authentication.k8s.io: {who.Describe()}");
        if (user is null)
            return (PostureAccess.Unauthenticated, null);
        var right = await rights.ReviewAsync(user, "get", PostureServices.ReviewedPath, cancellationToken);
        return right is ApiAnswer<AccessDecision>.Ok { Value: var decision }
            ? (decision.Allowed ? PostureAccess.Allowed : PostureAccess.Forbidden, null)
            : (PostureAccess.NotChecked, $"create subjectaccessreviews.authorization.k8s.io: {right.Describe()}");
    }

    private bool IsRemembered(string key)
    {
        lock (_lock)
            return _allowedAt.TryGetValue(key, out var at) && time.GetElapsedTime(at) < s_remembered;
    }

    private void Remember(string key)
    {
        lock (_lock)
        {
            if (_allowedAt.Count >= MostRemembered)
            {
                foreach (var old in _allowedAt.Where(a => time.GetElapsedTime(a.Value) >= s_remembered).Select(a => a.Key).ToList())
                    _allowedAt.Remove(old);
            }

            if (_allowedAt.Count < MostRemembered)
                _allowedAt[key] = time.GetTimestamp();
        }
    }

    private bool MayAsk()
    {
        lock (_lock)
        {
            var second = time.GetTimestamp() / time.TimestampFrequency;
            if (second != _second)
                (_second, _asked) = (second, 0);
            return ++_asked <= MostAskedASecond;
        }
    }

    // Once when checking fails and once when it works again.
    private void Tell(string? problem)
    {
        lock (_lock)
        {
            if (_failing == problem is not null)
                return;
            _failing = problem is not null;
        }

        if (problem is not null)
            log.TokensNotChecked(problem);
        else
            log.TokensChecked();
    }
}
