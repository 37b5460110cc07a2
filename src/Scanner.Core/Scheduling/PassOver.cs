namespace Scanner.Core.Scheduling;

/// <summary>Which namespaces are not to be taken now, though they are due: the places for them are taken.</summary>
[Flags]
public enum PassOver
{
    Nothing = 0,

    /// <summary>Those that are asked again only because a guard has settled, and for whose answer nobody waits.</summary>
    Repetitions = 1,

    /// <summary>Those that hang.</summary>
    Hanging = 2,

    /// <summary>Those for whose answer nobody waits.</summary>
    Background = 4,
}
