using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Writes;

namespace Scanner.Tests.Worker.Leading;

/// <summary>One lease on a server that refuses outdated updates, as seen by one replica; what is scripted comes first.</summary>
internal sealed class FakeLeases(FakeLeases.Server server) : ILeaseClient
{
    private readonly Queue<Func<Func<ApiAnswer<Lease>>, CancellationToken, Task<ApiAnswer<Lease>>>> _script = new();
    private readonly Lock _lock = new();
    private volatile Task? _waitsFor;

    /// <summary>What every call gets after the script; null for what the server says.</summary>
    public Func<string, ApiAnswer<Lease>?> Always { get; set; } = _ => null;

    /// <summary>GET, POST or PUT of each call.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>
    /// A call waits for what only the test can bring about. From the moment that happens it does so no more, also while the continuation
    /// is still on its way to a thread.
    /// </summary>
    public bool Hangs => _waitsFor is { IsCompleted: false };

    public static ApiAnswer<Lease> Refused(int code, string reason, string message = "no", string name = "") =>
        new ApiAnswer<Lease>.Refused(new ApiStatus { Code = code, Reason = reason, Message = message, DetailsName = name }, []);

    public static ApiAnswer<Lease> Failed(string message = "connection reset") =>
        new ApiAnswer<Lease>.Failed(new TransportFailure(TransportFailureKind.Connection, message));

    /// <summary>The next call gets this, and the server hears nothing of it.</summary>
    public FakeLeases Then(ApiAnswer<Lease> answer) => Then((_, _) => Task.FromResult(answer));

    /// <summary>The next call is carried out, but its answer is lost.</summary>
    public FakeLeases ThenLosesTheAnswer() => Then((call, _) =>
    {
        call();
        return Task.FromResult(Failed());
    });

    /// <summary>Something happens on the server before the next call gets there.</summary>
    public FakeLeases ThenAfter(Action meanwhile) => Then((call, _) =>
    {
        meanwhile();
        return Task.FromResult(call());
    });

    /// <summary>The next call is carried out, and its answer waits for <paramref name="release"/>, whatever the caller's token says.</summary>
    public FakeLeases ThenAnswersAfter(Task release) => Then(async (call, _) =>
    {
        var answer = call();
        _waitsFor = release;
        await release;
        return answer;
    });

    /// <summary>The next call gets no answer until the caller gives up.</summary>
    public FakeLeases ThenHangs() => Then(async (_, token) =>
    {
        var gone = new TaskCompletionSource<ApiAnswer<Lease>>();
        await using var registration = token.Register(() => gone.TrySetCanceled(token));
        _waitsFor = gone.Task;
        return await gone.Task;
    });

    public Task<ApiAnswer<Lease>> GetAsync(string ns, string name, CancellationToken cancellationToken) =>
        CallAsync("GET", () => server.Get(name), cancellationToken);

    public Task<ApiAnswer<Lease>> CreateAsync(string ns, string name, LeaseSpec spec, CancellationToken cancellationToken) =>
        CallAsync("POST", () => server.Create(ns, name, spec), cancellationToken);

    public Task<ApiAnswer<Lease>> UpdateAsync(Lease lease, LeaseSpec spec, CancellationToken cancellationToken) =>
        CallAsync("PUT", () => server.Update(lease, spec), cancellationToken);

    private FakeLeases Then(Func<Func<ApiAnswer<Lease>>, CancellationToken, Task<ApiAnswer<Lease>>> step)
    {
        lock (_lock)
            _script.Enqueue(step);
        return this;
    }

    private Task<ApiAnswer<Lease>> CallAsync(string method, Func<ApiAnswer<Lease>> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            Calls.Add(method);
            if (_script.TryDequeue(out var scripted))
                return scripted(call, cancellationToken);
        }

        return Task.FromResult(Always(method) ?? call());
    }

    /// <summary>What the server has stored.</summary>
    internal sealed class Server
    {
        private readonly Lock _lock = new();
        private int _version;

        public Lease? Stored { get; private set; }

        public string Holder => Stored?.Spec.HolderIdentity ?? "nobody";

        /// <summary>Somebody else's write.</summary>
        public void Put(LeaseSpec? spec)
        {
            lock (_lock)
                Stored = spec is null ? null : new Lease("ns", "ephemeral-scanner", $"{++_version}", spec);
        }

        public ApiAnswer<Lease> Get(string name)
        {
            lock (_lock)
                return Stored is { } lease ? Ok(lease) : Absent(name);
        }

        public ApiAnswer<Lease> Create(string ns, string name, LeaseSpec spec)
        {
            lock (_lock)
                return Stored is null ? Ok(Stored = new Lease(ns, name, $"{++_version}", spec)) : Refused(409, "AlreadyExists", name: name);
        }

        public ApiAnswer<Lease> Update(Lease lease, LeaseSpec spec)
        {
            lock (_lock)
            {
                if (Stored is null)
                    return Absent(lease.Name);
                return Stored.ResourceVersion == lease.ResourceVersion
                    ? Ok(Stored = lease with { ResourceVersion = $"{++_version}", Spec = spec })
                    : Refused(409, "Conflict", name: lease.Name);
            }
        }

        private static ApiAnswer<Lease>.Ok Ok(Lease lease) => new(lease, 200, []);

        private static ApiAnswer<Lease> Absent(string name) => Refused(404, "NotFound", $"leases.coordination.k8s.io \"{name}\" not found", name);
    }
}
