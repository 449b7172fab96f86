// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

// One contract for each kind of administrative power that OpenZeppelin 5 knows, as small as it can be.

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {ProxyAdmin} from "@openzeppelin/contracts/proxy/transparent/ProxyAdmin.sol";
import {TransparentUpgradeableProxy} from "@openzeppelin/contracts/proxy/transparent/TransparentUpgradeableProxy.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {ERC20, ERC20Pausable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Pausable.sol";
import {Initializable} from "@openzeppelin/contracts-upgradeable/proxy/utils/Initializable.sol";
import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";

/// A token with an owner who mints, and pausers who are another role.
contract Coin is ERC20Pausable, Ownable2Step, AccessControl {
    bytes32 public constant PAUSER_ROLE = keccak256("PAUSER_ROLE");

    constructor(address owner_, string memory name_, uint256 supply) ERC20(name_, "CN") Ownable(owner_) {
        _grantRole(DEFAULT_ADMIN_ROLE, owner_);
        _mint(owner_, supply);
    }

    function mint(address to, uint256 amount) external onlyOwner {
        _mint(to, amount);
    }

    function pause() external onlyRole(PAUSER_ROLE) {
        _pause();
    }

    function unpause() external onlyRole(PAUSER_ROLE) {
        _unpause();
    }
}

/// Behind a UUPS proxy, version 1.
contract VaultV1 is Initializable, OwnableUpgradeable, UUPSUpgradeable {
    uint256 public limit;

    constructor() {
        _disableInitializers();
    }

    function initialize(address owner_, uint256 limit_) external initializer {
        __Ownable_init(owner_);
        limit = limit_;
    }

    function version() external pure virtual returns (uint256) {
        return 1;
    }

    function _authorizeUpgrade(address) internal override onlyOwner {}
}

/// Version 2, with a migration that is called together with the upgrade.
contract VaultV2 is VaultV1 {
    uint256 public fee;

    function migrate(uint256 fee_) external reinitializer(2) {
        fee = fee_;
    }

    function version() external pure override returns (uint256) {
        return 2;
    }
}

/// Behind a transparent proxy.
contract LogicA {
    function letter() external pure virtual returns (string memory) {
        return "A";
    }
}

contract LogicB is LogicA {
    function letter() external pure override returns (string memory) {
        return "B";
    }
}

/// Restricted by an AccessManager, or a timelock that the manager trusts.
contract Dial is AccessManaged {
    uint256 public value;

    event Turned(uint256 value, address indexed by);

    constructor(address manager) AccessManaged(manager) {}

    function turn(uint256 value_) external restricted {
        value = value_;
        emit Turned(value_, msg.sender);
    }
}
