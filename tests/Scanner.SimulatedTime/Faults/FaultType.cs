namespace Scanner.SimulatedTime.Faults;

/// <summary>One kind of fault.</summary>
/// <param name="Begin">Begins one, tells the story of it, and gives what ends it.</param>
internal sealed record FaultType(string Name, Func<Scene, Func<Task>> Begin)
{
    /// <summary>It is over in itself at once: what is told is what happened, and there is nothing to end.</summary>
    public static Func<Task> AtOnce { get; } = static () => Task.CompletedTask;

    public static FaultType Of(string name, Func<Scene, Action> begin) => new(name, scene =>
    {
        var end = begin(scene);
        return () =>
        {
            end();
            return Task.CompletedTask;
        };
    });
}
